// What each page of the book adds to mdBook's: the language switch keeps the
// heading, wide things can be scrolled with the keyboard, the contents' button
// answers to it.
(() => {
    'use strict';

    const code = document.documentElement.lang.slice(0, 2);
    try {
        localStorage.setItem('gmm-language', code);
    } catch { /* Storage is off: the language is not remembered. */ }

    // The last heading above the upper third of the window.
    function headingInView() {
        const headings = [...document.querySelectorAll('main :is(h2, h3, h4, h5, h6)[id]')];
        return headings.filter(h => h.getBoundingClientRect().top < innerHeight / 3).pop();
    }

    const toOther = document.getElementById('language-switch');
    function aim() {
        const heading = scrollY > 0 ? headingInView() : undefined;
        toOther.hash = heading ? heading.id : '';
    }
    for (const event of ['pointerenter', 'pointerdown', 'focus', 'click']) {
        toOther.addEventListener(event, aim);
    }

    const contents = document.getElementById('mdbook-sidebar-toggle');
    contents.addEventListener('keydown', event => {
        if (event.key === 'Enter' || event.key === ' ') {
            event.preventDefault();
            contents.click();
        }
    });

    // What is wider than the page scrolls in itself: let the keyboard reach it,
    // and the arrow keys move it instead of turning to the next chapter.
    const wide = document.querySelectorAll('main :is(.katex-display, pre, pre > code, .table-wrapper, .figure)');
    function markWide() {
        for (const element of wide) {
            if (element.scrollWidth > element.clientWidth + 1) {
                element.tabIndex = 0;
            } else {
                element.removeAttribute('tabindex');
            }
        }
    }
    for (const element of wide) {
        element.addEventListener('keydown', event => {
            if (event.target === element && element.tabIndex === 0) {
                event.stopPropagation();
            }
        });
    }
    addEventListener('resize', markWide);
    document.fonts.ready.then(markWide);
})();

// What every page adds to mdBook: the language switch keeps the reader's place, and the keyboard
// scrolls what is wide and works the button of the contents.
(() => {
    'use strict';

    const code = document.documentElement.lang.slice(0, 2);
    try {
        localStorage.setItem('gmm-language', code);
    } catch { /* Storage is off: the language is not remembered. */ }

    // The address holds the heading, the session storage the place below it.
    const toOther = document.getElementById('language-switch');
    const name = address => new URL(address).pathname.split('/').pop();
    function aim() {
        const place = window.readingPlace.now();
        toOther.hash = place ? place.heading : '';
        return place;
    }
    for (const event of ['pointerenter', 'pointerdown', 'focus']) {
        toOther.addEventListener(event, aim);
    }
    toOther.addEventListener('click', () => {
        const place = aim();
        try {
            sessionStorage.setItem('gmm-place', JSON.stringify({ page: name(toOther.href), place }));
        } catch { /* Storage is off: only the heading is kept. */ }
    });

    let left = null;
    try {
        left = JSON.parse(sessionStorage.getItem('gmm-place'));
        sessionStorage.removeItem('gmm-place');
    } catch { /* As above. */ }
    if (left && left.page === name(location)) {
        const back = () => window.readingPlace.go(left.place);
        // Again when fonts and colors have loaded, unless the reader has scrolled.
        let moved = false;
        for (const event of ['wheel', 'touchmove', 'keydown']) {
            addEventListener(event, () => { moved = true; }, { once: true, passive: true });
        }
        back();
        addEventListener('load', () => document.fonts.ready.then(() => moved || back()));
    }

    const contents = document.getElementById('mdbook-sidebar-toggle');
    contents.addEventListener('keydown', event => {
        if (event.key === 'Enter' || event.key === ' ') {
            event.preventDefault();
            contents.click();
        }
    });

    // Elements wider than the page scroll: the keyboard reaches them, and the arrow keys scroll them
    // instead of turning to the next chapter.
    const main = document.querySelector('main');
    const WIDE = '.katex-display, pre, pre > code, .table-wrapper, .figure';
    function markWide() {
        for (const element of main.querySelectorAll(WIDE)) {
            if (element.scrollWidth > element.clientWidth + 1) {
                element.tabIndex = 0;
            } else {
                element.removeAttribute('tabindex');
            }
        }
    }
    main.addEventListener('keydown', event => {
        if (event.target.matches(WIDE) && event.target.tabIndex === 0) {
            event.stopPropagation();
        }
    });
    // Opening a fold or resizing the window changes which elements are wide.
    main.addEventListener('toggle', markWide, true);
    addEventListener('resize', markWide);
    document.fonts.ready.then(markWide);
})();

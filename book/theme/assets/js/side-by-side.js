// Both languages side by side, section by section and, within a section, from one figure, formula or
// block of code to the next. What both have in common is shown once. The build writes the text of the
// other page as a script, because a page opened from a file may load nothing else.
(() => {
    'use strict';

    const root = document.documentElement;
    const button = document.getElementById('side-by-side');
    const toOther = document.getElementById('language-switch');
    const main = document.querySelector('main');
    const alone = [...main.childNodes];
    const HEADING = /^H[1-6]$/;
    let other = null;

    function load() {
        other ??= new Promise((done, failed) => {
            const script = document.createElement('script');
            script.src = toOther.href.split('#')[0].replace(/\.html$/, '.side.js');
            script.onload = () => done(window.bookSide);
            script.onerror = () => failed(new Error(script.src));
            document.head.append(script);
        });
        return other;
    }

    // The kind of an element that both languages have in the same order; null for running text.
    function mark(element) {
        if (HEADING.test(element.tagName)) return element.tagName + (element.tagName === 'H1' ? '' : element.id);
        if (element.matches('pre, figure, blockquote, details, table, .table-wrapper, .exercise')) {
            return element.tagName + element.id;
        }
        const formula = element.tagName === 'P' && element.firstElementChild;
        const only = formula && element.childElementCount === 1 && element.textContent.trim() === formula.textContent.trim();
        return only && formula.matches('.katex-display') ? 'formula' : null;
    }

    // The rows of each section, by its heading: running text and marks.
    function sections(elements) {
        const found = [{ rows: [] }];
        let text = null;
        for (const element of elements) {
            const key = mark(element);
            if (key === null) {
                text ?? found.at(-1).rows.push(text = { key: '', elements: [] });
                text.elements.push(element);
                continue;
            }
            if (HEADING.test(element.tagName)) found.push({ heading: key, rows: [] });
            found.at(-1).rows.push({ key, elements: [element] });
            text = null;
        }
        return found.filter(section => section.rows.length > 0);
    }

    const text = ({ elements: [element] }) => (element.querySelector('code') || element).textContent.trim();
    const same = (a, b) => /^PRE|^formula/.test(a.key) && text(a) === text(b);

    function side(name, elements, lang) {
        const column = document.createElement('div');
        column.className = name;
        column.lang = lang;
        column.append(...elements);
        return column;
    }

    function row(here, there) {
        const row = document.createElement('div');
        if (same(here, there)) {
            row.className = 'both';
            row.append(...here.elements);
        } else {
            row.className = 'pair';
            row.append(side('here', here.elements, root.lang), side('there', there.elements, toOther.lang));
        }
        return row;
    }

    const whole = section => ({ key: 'section', elements: section.rows.flatMap(row => row.elements) });

    function rows(here, there) {
        const keys = section => section.rows.map(row => row.key).join('\n');
        if (keys(here) !== keys(there)) return [row(whole(here), whole(there))];
        return here.rows.map((left, n) => row(left, there.rows[n]));
    }

    // The other page has the same ids: remove them, and let its links lead to ours.
    function unnamed(html) {
        const template = document.createElement('template');
        template.innerHTML = html;
        const found = sections([...template.content.children]);
        for (const element of template.content.querySelectorAll('[id]')) {
            if (element.closest('svg')) element.id = 'there-' + element.id;
            else element.removeAttribute('id');
        }
        for (const element of template.content.querySelectorAll('svg [clip-path], svg [fill^="url"]')) {
            for (const name of ['clip-path', 'fill']) {
                const value = element.getAttribute(name);
                if (value) element.setAttribute(name, value.replace('url(#', 'url(#there-'));
            }
        }
        return found;
    }

    function arrange(html) {
        const there = unnamed(html);
        const arranged = sections([...main.children]).flatMap((here, n) => {
            const match = there.find(section => section.heading === here.heading) || there[n];
            return match ? rows(here, match) : here.rows.flatMap(row => row.elements);
        });
        main.replaceChildren(...arranged);
        for (const code of main.querySelectorAll('.there pre:not(.output) > code[class*="language-"]')) {
            window.hljs?.highlightBlock(code);
        }
    }

    async function set(on) {
        let html = null;
        try {
            html = on ? await load() : null;
        } catch {
            // The other page could not be loaded: leave this one as it is.
            other = null;
            on = false;
        }
        const place = window.readingPlace.now();
        if (root.classList.contains('side-by-side')) main.replaceChildren(...alone);
        if (on) arrange(html);
        root.classList.toggle('side-by-side', on);
        button.setAttribute('aria-pressed', on);
        window.readingPlace.go(place);
        dispatchEvent(new Event('resize'));
    }

    button.addEventListener('click', () => {
        const on = button.getAttribute('aria-pressed') !== 'true';
        try {
            localStorage.setItem('gmm-side-by-side', on ? 'on' : 'off');
        } catch { /* Storage is off: it is not remembered. */ }
        set(on);
    });

    let remembered = null;
    try {
        remembered = localStorage.getItem('gmm-side-by-side');
    } catch { /* As above. */ }
    if (remembered === 'on') set(true);
})();

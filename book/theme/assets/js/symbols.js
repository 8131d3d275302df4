// A note over the name of a symbol, such as `resp`: its formula, its shape and its meaning. The mouse
// finds it at every occurrence, keyboard and touch at the first one of a section.
(() => {
    'use strict';

    const page = location.pathname.split('/').pop().replace(/\.html$/, '');
    const known = new Map();
    // Some names change their meaning in a later chapter: take the meaning on this page.
    for (const symbol of window.bookSymbols || []) {
        if (!known.has(symbol.code) || symbol.chapter <= page) known.set(symbol.code, symbol);
    }

    const main = document.querySelector('main');
    const note = document.createElement('div');
    note.id = 'symbol-note';
    note.className = 'symbol-note';
    note.setAttribute('role', 'tooltip');
    note.hidden = true;
    document.getElementById('mdbook-body-container').append(note);
    let shown = null;
    let leaving = 0;

    const symbolOf = code => known.get(code.textContent);
    const isName = code => !code.closest('pre, a, .exercise-title') && known.has(code.textContent);

    function show(code) {
        clearTimeout(leaving);
        if (shown === code) return;
        hide();
        const symbol = symbolOf(code);
        const language = code.closest('[lang]').lang.slice(0, 2);
        const head = document.createElement('div');
        head.innerHTML = symbol.formula;
        if (symbol.shape) head.append(Object.assign(document.createElement('code'), { textContent: symbol.shape }));
        const meaning = Object.assign(document.createElement('div'), { textContent: symbol[language] });
        note.replaceChildren(head, meaning);
        note.lang = code.closest('[lang]').lang;
        note.hidden = false;
        code.setAttribute('aria-describedby', note.id);
        shown = code;
        const at = code.getClientRects()[0];
        const room = document.documentElement.clientWidth - note.offsetWidth - 8;
        note.style.left = Math.max(8, Math.min(at.left, room)) + scrollX + 'px';
        const above = at.top - note.offsetHeight - 6;
        const bar = document.getElementById('mdbook-menu-bar').getBoundingClientRect().bottom;
        note.style.top = (above > bar ? above : at.bottom + 6) + scrollY + 'px';
    }

    function hide() {
        clearTimeout(leaving);
        note.hidden = true;
        shown?.removeAttribute('aria-describedby');
        shown = null;
    }

    main.addEventListener('pointerover', event => {
        const code = event.target.closest('code');
        if (code && event.pointerType === 'mouse' && isName(code)) show(code);
    });
    // Leave time for the pointer to reach the note.
    for (const place of [main, note]) {
        place.addEventListener('pointerout', () => { leaving = setTimeout(hide, 200); });
    }
    note.addEventListener('pointerover', () => clearTimeout(leaving));
    main.addEventListener('focusin', event => event.target.matches('.symbol') && show(event.target));
    main.addEventListener('focusout', hide);
    addEventListener('keydown', event => event.key === 'Escape' && hide());

    const named = new Set();
    for (const element of main.querySelectorAll('h1, h2, h3, code')) {
        if (element.tagName !== 'CODE') {
            named.clear();
        } else if (isName(element) && !named.has(element.textContent) && !element.closest('h1, h2, h3, summary')) {
            named.add(element.textContent);
            element.classList.add('symbol');
            element.tabIndex = 0;
        }
    }
})();

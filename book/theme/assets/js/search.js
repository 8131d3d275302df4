// Search over the text of the book's sections. Latin letters match the beginning of a word; anything
// else, Chinese above all, matches anywhere. A section must hold every word of the query.
window.search = { hasFocus: () => false };
(() => {
    'use strict';

    const chinese = document.documentElement.lang.startsWith('zh');
    const element = id => document.getElementById('mdbook-' + id);
    const [panel, form, field, list, outer, header, button] = [
        'search-wrapper', 'searchbar-outer', 'searchbar', 'searchresults',
        'searchresults-outer', 'searchresults-header', 'search-toggle',
    ].map(element);
    const LIMIT = 30;
    let loading = null;

    window.search.hasFocus = () => document.activeElement === field;

    function sections() {
        loading ??= new Promise((done, failed) => {
            const script = document.createElement('script');
            script.src = path_to_root + window.path_to_searchindex_js;
            script.onload = () => done(window.bookSections);
            script.onerror = failed;
            document.head.append(script);
        });
        return loading;
    }

    // A pattern for each word of the query. A plural matches its singular.
    function patterns(query) {
        return query.trim().split(/\s+/).filter(Boolean).map(word => {
            const literal = word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
            if (!/^[a-z]/i.test(word)) return new RegExp(literal, 'giu');
            const stem = literal.length > 3 ? literal.replace(/s$/i, 's?') : literal;
            return new RegExp('(?<![a-z])' + stem, 'giu');
        });
    }

    const count = (text, pattern) => (text.match(pattern) || []).length;

    function find(all, words) {
        return all.map((section, order) => {
            let score = 0;
            for (const word of words) {
                const hits = 20 * count(section.title, word) + 3 * count(section.trail, word)
                    + Math.min(count(section.text, word), 10);
                if (hits === 0) return null;
                score += hits;
            }
            return { section, score, order };
        }).filter(Boolean).sort((a, b) => b.score - a.score || a.order - b.order).map(hit => hit.section);
    }

    // The ranges of the words in the text, from left to right, without overlaps.
    function places(text, words) {
        const found = words.flatMap(word => [...text.matchAll(word)].map(m => [m.index, m.index + m[0].length]));
        found.sort((a, b) => a[0] - b[0]);
        return found.filter(([from], n) => n === 0 || from >= found[n - 1][1]);
    }

    function marked(text, words) {
        const nodes = [];
        let end = 0;
        for (const [from, to] of places(text, words)) {
            const mark = document.createElement('em');
            mark.textContent = text.slice(from, to);
            nodes.push(text.slice(end, from), mark);
            end = to;
        }
        return [...nodes, text.slice(end)];
    }

    // The text around the first hit: about two lines.
    function teaser(text, words) {
        const length = chinese ? 90 : 180;
        const first = places(text, words)[0] || [0, 0];
        let from = Math.max(0, first[0] - length / 3);
        const space = text.indexOf(' ', from);
        if (from > 0 && space >= 0 && space < first[0]) from = space + 1;
        const to = Math.min(text.length, from + length);
        return [from > 0 ? '…' : '', ...marked(text.slice(from, to), words), to < text.length ? '…' : ''];
    }

    function item(section, words) {
        const [page, heading] = section.url.split('#');
        const link = document.createElement('a');
        link.href = path_to_root + page + '?highlight=' + encodeURIComponent(field.value.trim())
            + (heading ? '#' + heading : '');
        link.append(...marked(section.trail, words));
        const text = document.createElement('span');
        text.className = 'teaser';
        text.append(...teaser(section.text, words));
        const result = document.createElement('li');
        result.append(link, text);
        return result;
    }

    function summary(number, query) {
        if (chinese) return number ? `“${query}”：${number} 处` : `没有找到“${query}”`;
        return number ? `${number} ${number === 1 ? 'section' : 'sections'} with “${query}”` : `Nothing found for “${query}”`;
    }

    async function search() {
        const query = field.value.trim();
        const address = new URL(location);
        address.searchParams.delete('highlight');
        if (query) address.searchParams.set('search', query);
        else address.searchParams.delete('search');
        history.replaceState(history.state, '', address);
        const all = query ? await sections() : [];
        if (query !== field.value.trim()) return;
        const words = patterns(query);
        const hits = query ? find(all, words) : [];
        header.textContent = query ? summary(hits.length, query) : '';
        list.replaceChildren(...hits.slice(0, LIMIT).map(hit => item(hit, words)));
        outer.classList.toggle('hidden', !query);
    }

    function show(yes) {
        panel.classList.toggle('hidden', !yes);
        button.setAttribute('aria-expanded', yes);
        if (yes) {
            sections();
            scrollTo(0, 0);
            field.focus();
            field.select();
        }
    }

    function close() {
        field.value = '';
        search();
        show(false);
        button.focus();
    }

    button.addEventListener('click', () => (panel.classList.contains('hidden') ? show(true) : close()));
    field.addEventListener('input', search);
    form.addEventListener('submit', event => {
        event.preventDefault();
        list.querySelector('a')?.click();
    });

    // The arrow keys move between the field and the results.
    panel.addEventListener('keydown', event => {
        if (event.key === 'Escape') close();
        const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
        if (!step || event.isComposing) return;
        const stops = [field, ...list.querySelectorAll('a')];
        stops[stops.indexOf(document.activeElement) + step]?.focus();
        event.preventDefault();
    });

    document.addEventListener('keydown', event => {
        const typing = /^(input|select|textarea)$/i.test(event.target.nodeName) || event.target.isContentEditable;
        if (typing || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
        if (event.key === '/' || event.key === 's') {
            event.preventDefault();
            show(true);
        }
    });

    // A page opened from a result highlights the words of the query.
    function highlight(query) {
        if (!query || !CSS.highlights) return;
        const words = patterns(query);
        const walker = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
        const ranges = [];
        while (walker.nextNode()) {
            const node = walker.currentNode;
            if (node.parentElement.closest('.katex, script, style')) continue;
            for (const [from, to] of places(node.data, words)) {
                const range = new Range();
                range.setStart(node, from);
                range.setEnd(node, to);
                ranges.push(range);
            }
        }
        CSS.highlights.set('search', new Highlight(...ranges));
    }

    const asked = new URLSearchParams(location.search);
    if (asked.get('search')) {
        show(true);
        field.value = asked.get('search');
        search();
    }
    // Wait until the code is colored, because that replaces its text.
    addEventListener('load', () => highlight(asked.get('highlight')));
})();

// Where the reader is, independent of language and layout: under which heading, after which figure,
// formula or block of code, and how far from there to the next one.
window.readingPlace = (() => {
    'use strict';

    const HEADING = ':is(h1, h2, h3, h4, h5, h6)';
    const MARKS = `${HEADING}, pre, figure, blockquote, summary, table, .katex-display`;

    // The visible marks of this page's own language, from top to bottom.
    function marks() {
        return [...document.querySelectorAll('main :is(' + MARKS + ')')]
            .filter(mark => !mark.closest('.there') && mark.getClientRects().length > 0);
    }

    const top = mark => mark.getBoundingClientRect().top + scrollY;
    const end = () => document.querySelector('main').getBoundingClientRect().bottom + scrollY;

    // The tops of the marks of the section whose heading is at `from`, and the end of the section.
    function section(all, from) {
        let to = from + 1;
        while (to < all.length && !all[to].matches(HEADING)) to += 1;
        return [...all.slice(from, to).map(top), to < all.length ? top(all[to]) : end()];
    }

    // Readers look at the line a third from the top of the window.
    const line = () => scrollY + innerHeight / 3;

    function now() {
        if (scrollY < 2) return null;
        const all = marks();
        let from = all.length - 1;
        while (from > 0 && !(all[from].matches(HEADING) && top(all[from]) <= line())) from -= 1;
        const tops = section(all, from);
        let step = tops.length - 2;
        while (step > 0 && tops[step] > line()) step -= 1;
        return {
            heading: all[from].matches('h1') ? '' : all[from].id,
            step,
            steps: tops.length,
            part: (line() - tops[step]) / Math.max(1, tops[step + 1] - tops[step]),
        };
    }

    function go(place) {
        if (!place) return;
        const all = marks();
        const from = all.findIndex(mark => (place.heading ? mark.id === place.heading : mark.matches('h1')));
        if (from < 0) return;
        const tops = section(all, from);
        let { step, part } = place;
        if (tops.length !== place.steps) {
            part = (step + part) / (place.steps - 1);
            tops.splice(1, tops.length - 2);
            step = 0;
        }
        const y = tops[step] + part * (tops[step + 1] - tops[step]);
        scrollTo({ top: y - innerHeight / 3, behavior: 'instant' });
    }

    return { now, go };
})();

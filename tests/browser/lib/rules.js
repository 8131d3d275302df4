// The rules of a page. Each function runs inside the page and returns complaints.

/** Formulas that a reader would see as LaTeX. */
export function rawFormulas() {
    const raw = /\$\$|\$[^$\s][^$]*\$|\\[a-zA-Z]{2,}/;
    const found = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const { data, parentElement: element } = walker.currentNode;
        if (raw.test(data) && !element.closest('.katex, pre, code, script, style, template, noscript')) {
            found.push(`raw LaTeX in the text: ${data.trim().slice(0, 100)}`);
        }
    }
    for (const element of document.querySelectorAll('[aria-label], [alt], [title]')) {
        for (const name of ['aria-label', 'alt', 'title']) {
            const text = element.getAttribute(name) || '';
            if (raw.test(text)) found.push(`raw LaTeX in ${name}: ${text.slice(0, 100)}`);
        }
    }
    return found;
}

/** Pictures without a description in the language of the page, for readers who do not see them. */
export function descriptions(language) {
    const letters = language === 'zh' ? /[\u4e00-\u9fff]/g : /[a-z]/gi;
    const foreign = language === 'zh' ? /^$/ : /[\u4e00-\u9fff]/;
    const found = [];
    for (const picture of document.querySelectorAll('main img, main svg')) {
        if (picture.closest('[aria-hidden="true"], .katex, .fa-svg') || picture.parentElement.closest('svg')) continue;
        const isImage = picture.tagName === 'IMG';
        const words = picture.getAttribute(isImage ? 'alt' : 'aria-label') || '';
        const heading = [...document.querySelectorAll('main :is(h1, h2, h3)')]
            .filter(h => h.compareDocumentPosition(picture) & Node.DOCUMENT_POSITION_FOLLOWING).at(-1);
        const place = `under #${heading?.id}: ${picture.outerHTML.slice(0, 120)}`;
        if (!isImage && picture.getAttribute('role') !== 'img') found.push(`figure without role="img" ${place}`);
        if ((words.match(letters) || []).length < 4 || foreign.test(words)) {
            found.push(`figure not described in the page's language (${language}) ${place}`);
        }
    }
    return found;
}

/** Labels of buttons, fields and regions that are in the other language. */
export function labels(language) {
    const chinese = /[\u4e00-\u9fff]/;
    const found = [];
    for (const element of document.querySelectorAll('[title], [aria-label], [placeholder]')) {
        if (element.closest('main svg') || element.id === 'language-switch') continue;
        for (const name of ['title', 'aria-label', 'placeholder']) {
            const text = element.getAttribute(name);
            if (text && /\p{L}{3}/u.test(text) && chinese.test(text) !== (language === 'zh')) {
                found.push(`${name} "${text}" is not in the page's language (${language}): ${element.outerHTML.slice(0, 100)}`);
            }
        }
    }
    return found;
}

/** Elements that make the page scroll sideways, or that its edge cuts off. */
export function tooWide() {
    const width = document.documentElement.clientWidth;
    const scrolls = element => /auto|scroll/.test(getComputedStyle(element).overflowX);
    const culprits = [...document.querySelectorAll('main, main *, .turn, .menu-bar *')].filter(element => {
        const { left, right } = element.getBoundingClientRect();
        if ((right <= width + 1 && left >= -1) || element.closest('.katex-mathml') || element.parentElement.closest('svg')) return false;
        for (let up = element.parentElement; up && up !== document.body; up = up.parentElement) {
            if (scrolls(up)) return false;
        }
        return true;
    });
    const wide = document.documentElement.scrollWidth;
    if (wide <= width && culprits.length === 0) return [];
    // An invisible element, such as the MathML for screen readers, may widen the page too.
    const beyond = [...document.querySelectorAll('body *')].filter(element =>
        element.getBoundingClientRect().right > width + 1 && getComputedStyle(element).position === 'absolute');
    const places = (culprits.length > 0 ? culprits : beyond).slice(0, 3).map(element => `\n    ${element.outerHTML.slice(0, 120)}`);
    return [`wider than the page at ${width} px, ${wide} px${places.join('')}`];
}

/** Names that a narrow column of a table breaks into pieces. */
export function brokenNames() {
    const pieces = [...document.querySelectorAll('main :is(td, th) code')].filter(code =>
        !/\s/.test(code.textContent) && new Set([...code.getClientRects()].map(line => line.top)).size > 1);
    const names = [...new Set(pieces.map(code => code.textContent))].slice(0, 4);
    return names.map(name => `at ${innerWidth} px a table breaks the name ${name}`);
}

/** Lines that begin with the punctuation after a formula or a name. */
export function strayPunctuation() {
    const stray = [];
    for (const element of document.querySelectorAll('main .katex, main :not(pre) > code')) {
        const next = element.nextSibling;
        // An opening bracket may begin a line.
        if (element.closest('.katex-display') || next?.nodeType !== Node.TEXT_NODE || !/^[^\s\p{L}\p{Ps}\p{Pi}]/u.test(next.data)) continue;
        // A long formula may break before its punctuation too: see `tied` in crates/workbook/src/site/maths.rs.
        if ([...(element.querySelector('semantics > mrow')?.textContent ?? '')].length > 26) continue;
        const end = element.tagName === 'CODE' ? [...element.getClientRects()].at(-1)
            : [...element.querySelectorAll('.katex-html > .katex-base')].at(-1)?.getBoundingClientRect();
        const mark = new Range();
        mark.setStart(next, 0);
        mark.setEnd(next, 1);
        const { left, height } = mark.getBoundingClientRect();
        const name = element.querySelector('annotation')?.textContent ?? element.textContent;
        if (end && height > 0 && left < end.left) stray.push(`${name} ${next.data.slice(0, 12)}`);
    }
    return stray.map(what => `at ${innerWidth} px a line begins with the punctuation after a formula or a name: ${what}`);
}

/** Words and marks in figures with too little contrast to the background of the page. */
export function lowContrast() {
    const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
    const rgb = color => {
        canvas.clearRect(0, 0, 1, 1);
        canvas.fillStyle = color;
        canvas.fillRect(0, 0, 1, 1);
        return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
    };
    // Contrast as WCAG 2 defines it.
    const light = color => color.map(v => v / 255).map(v => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
        .reduce((sum, v, n) => sum + [0.2126, 0.7152, 0.0722][n] * v, 0);
    const contrast = (a, b) => (Math.max(light(a), light(b)) + 0.05) / (Math.min(light(a), light(b)) + 0.05);
    const ground = rgb(getComputedStyle(document.documentElement).backgroundColor);
    const faint = new Map();
    for (const element of document.querySelectorAll('main .figure svg :is(text, path, circle, rect, line, polyline, polygon, ellipse)')) {
        if (element.closest('defs, clipPath')) continue;
        const style = getComputedStyle(element);
        const isText = element.tagName === 'text';
        for (const ink of isText ? ['fill'] : ['fill', 'stroke']) {
            if (style[ink] === 'none') continue;
            let opacity = parseFloat(style[`${ink}Opacity`]);
            for (let up = element; up.tagName !== 'svg'; up = up.parentElement) opacity *= parseFloat(getComputedStyle(up).opacity);
            const seen = contrast(rgb(style[ink]).map((v, n) => v * opacity + ground[n] * (1 - opacity)), ground);
            if (seen >= (isText ? 4.5 : 1.4)) continue;
            const figure = element.closest('svg').getAttribute('aria-label')?.slice(0, 40);
            faint.set(`figure "${figure}…": ${isText ? `words "${element.textContent}"` : `a ${element.tagName}'s ${ink}`} `
                + `in ${style[ink]} have a contrast of ${seen.toFixed(1)}`, true);
        }
    }
    return [...faint.keys()].slice(0, 4);
}

// What must hold on every page, in both languages, light and dark, on a desk and on a phone.

import { test, before, after } from 'node:test';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { gzipSync } from 'node:zlib';
import { launch, open, DESKTOP, PHONE, THEMES } from './lib/chromium.js';
import { CHAPTERS, serve } from './lib/site.js';
import { watch } from './lib/watch.js';
import { brokenNames, descriptions, labels, lowContrast, rawFormulas, strayPunctuation, tooWide } from './lib/rules.js';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const HEAVIEST = 500_000;

let browser;
let book;
// Milliseconds until each page shows text. Printed and not tested: they depend on what else the machine does.
const paints = [];
before(async () => {
    book = await serve();
    browser = await launch();
});
after(async () => {
    paints.sort(([a], [b]) => a - b);
    const [median, slowest] = [paints[paints.length >> 1], paints.at(-1)];
    if (slowest) console.log(`text after ${median[0]} ms in the median, ${slowest[0]} ms at most (${slowest[1]})`);
    await browser.close();
    book.close();
});

/** Complaints about the bytes of the page with its figures, and of a first visit, compressed as hosts send it. */
function weight() {
    const shared = ([name]) => /\.(js|css|woff2)$/.test(name);
    const files = [...book.sent];
    const own = files.filter(file => !shared(file)).reduce((sum, [, bytes]) => sum + bytes.length, 0);
    const load = files.reduce((sum, [name, bytes]) => sum + (name.endsWith('2') ? bytes : gzipSync(bytes)).length, 0);
    return [
        ...(own < HEAVIEST ? [] : [`weight: ${own} bytes with its figures, ${HEAVIEST} allowed`]),
        ...(load < HEAVIEST ? [] : [`weight: a first visit loads ${load} bytes compressed, ${HEAVIEST} allowed`]),
    ];
}

/** Milliseconds from the start of the visit to the first text. */
async function firstText(page) {
    const paint = await page.waitForFunction(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime,
        undefined, { polling: 20, timeout: 3000 }).catch(() => null);
    return paint ? paint.jsonValue() : Infinity;
}

/** The serious and critical findings of axe-core, each with its first four elements. */
async function findings(page) {
    await page.evaluate(AXE);
    const violations = await page.evaluate(async () => {
        const results = await window.axe.run(document, { resultTypes: ['violations'] });
        return results.violations.map(({ id, impact, help, nodes }) => ({
            id, impact, help, nodes: nodes.map(node => ({ target: node.target.join(' '), html: node.html, why: node.failureSummary })),
        }));
    });
    return violations.filter(({ impact }) => ['serious', 'critical'].includes(impact)).map(({ id, impact, help, nodes }) => {
        const places = nodes.slice(0, 4).map(({ target, html, why }) =>
            `\n    ${target}\n      ${html.slice(0, 160)}\n      ${why.split('\n').slice(1, 3).join(' ').trim()}`);
        return `axe ${id} (${impact}, ${nodes.length} places): ${help}${places.join('')}`;
    });
}

// Two browser tabs a theme, desk and phone, each for all chapters.
const pages = new Map();
async function visit(chapter, theme, viewport) {
    const key = `${theme} ${viewport.width}`;
    if (!pages.has(key)) {
        const page = await open(browser, { theme, viewport });
        pages.set(key, { page, complaintsOf: watch(page, book.origin) });
    }
    const { page, complaintsOf } = pages.get(key);
    book.sent.clear();
    await page.goto(book.url(chapter));
    await page.evaluate(() => document.fonts.ready);
    const language = chapter.slice(0, 2);
    const check = async rules => {
        const complaints = [];
        for (const rule of rules) complaints.push(...await page.evaluate(rule, language));
        return complaints;
    };
    return { page, complaintsOf, check };
}

// The rules read folded text too.
const unfold = page => page.evaluate(() => document.querySelectorAll('details').forEach(fold => { fold.open = true; }));

for (const theme of THEMES) {
    for (const chapter of CHAPTERS) {
        test(`${chapter} ${theme}`, async () => {
            const desk = await visit(chapter, theme, DESKTOP);
            const complaints = weight();
            paints.push([Math.round(await firstText(desk.page)), `${chapter} ${theme}`]);
            await unfold(desk.page);
            complaints.push(
                ...await desk.check([rawFormulas, descriptions, labels, lowContrast, tooWide, brokenNames, strayPunctuation]),
                ...await findings(desk.page),
                ...desk.complaintsOf(),
            );
            const phone = await visit(chapter, theme, PHONE);
            await unfold(phone.page);
            complaints.push(...await phone.check([tooWide, brokenNames, strayPunctuation]), ...phone.complaintsOf());
            if (complaints.length > 0) {
                throw new Error(`${chapter}, ${theme}:\n  ${[...new Set(complaints)].join('\n  ')}`);
            }
        });
    }
}

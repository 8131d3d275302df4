// Draws pages into target/screenshots, for people to look at: a few, or those named (`node
// screenshots.js 08-em`, `node screenshots.js all`), in both languages, on a desk and on a phone,
// light and, with all folds open, dark.

import { fileURLToPath } from 'node:url';
import { launch, open, DESKTOP, PHONE, THEMES } from './lib/chromium.js';
import { CHAPTERS, serve } from './lib/site.js';

const FOLDER = fileURLToPath(new URL('../../target/screenshots/', import.meta.url));
const SOME = ['index', '07-m-step'];

const named = process.argv.slice(2);
const chosen = CHAPTERS.filter(chapter =>
    named.includes('all') || (named.length > 0 ? named : SOME).includes(chapter.slice(3)));
const book = await serve();
const browser = await launch();
for (const theme of THEMES) {
    for (const [size, viewport] of Object.entries({ desktop: DESKTOP, phone: PHONE })) {
        const page = await open(browser, { theme, viewport });
        for (const chapter of chosen) {
            await page.goto(book.url(chapter));
            await page.evaluate(() => document.fonts.ready);
            if (theme === 'dark') {
                await page.evaluate(() => document.querySelectorAll('details').forEach(fold => { fold.open = true; }));
            }
            const [language, id] = chapter.split('/');
            await page.screenshot({ path: `${FOLDER}${id}-${language}-${size}-${theme}.png`, fullPage: true });
        }
        await page.context().close();
    }
}
await browser.close();
book.close();
console.log(`${chosen.length * 4} screenshots stand in target/screenshots.`);

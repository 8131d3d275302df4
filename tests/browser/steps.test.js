// A slider on a page, moved by the keyboard: it shows one picture at a time, and its number in words.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, open } from './lib/chromium.js';
import { LANGUAGES, serve } from './lib/site.js';

const WORDS = { en: 'updates', zh: '更新次数' };

let browser;
let book;
before(async () => {
    book = await serve();
    browser = await launch();
});
after(async () => {
    await browser?.close();
    book?.close();
});

for (const language of LANGUAGES) {
    test(`the slider shows one step of the run on simulated data, ${language}`, async () => {
        const page = await open(browser);
        await page.goto(book.url(`${language}/09-simulated-data`));
        const slider = page.locator('.steps input[type=range]');
        const seen = () => slider.evaluate(input => ({
            words: input.nextElementSibling.value,
            pictures: [...input.closest('.steps').querySelectorAll('svg')].flatMap((svg, n) => svg.getBoundingClientRect().height > 0 ? [n] : []),
        }));
        assert.deepEqual(await seen(), { words: `${WORDS[language]} 0`, pictures: [0] });
        await slider.focus();
        await page.keyboard.press('End');
        assert.deepEqual(await seen(), { words: `${WORDS[language]} 23`, pictures: [11] });
        await page.keyboard.press('ArrowLeft');
        assert.deepEqual(await seen(), { words: `${WORDS[language]} 15`, pictures: [10] });
        await page.context().close();
    });
}

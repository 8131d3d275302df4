// What a reader does with a page: changes the language, reads both languages side by side, searches,
// uses the keyboard alone, prints, turns scripts off.

import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { launch, open, DESKTOP, PHONE, THEMES } from './lib/chromium.js';
import { LANGUAGES, serve } from './lib/site.js';
import { watch } from './lib/watch.js';
import { tooWide } from './lib/rules.js';

const OTHER = { en: 'zh', zh: 'en' };
const LONG = ['03-covariance', '07-m-step', '10-failures'];

let browser;
let book;
before(async () => {
    book = await serve();
    browser = await launch();
});
after(async () => {
    await browser.close();
    book.close();
});

/** Opens a page, lets `work` use it, and asserts that the page did not complain. */
async function reading(chapter, work, { query = '', ...options } = {}) {
    const page = await open(browser, options);
    const complaintsOf = watch(page, book.origin);
    await page.goto(book.url(chapter) + query);
    await page.evaluate(() => document.fonts.ready);
    await work(page);
    assert.deepEqual(complaintsOf(), [], chapter);
    await page.context().close();
}

/** One test in each language. */
function both(name, work, options) {
    for (const language of LANGUAGES) test(`${name}, ${language}`, () => work(language, options));
}

// Figures and blocks of code: both languages have the same ones, in the same order.
const LANDMARK = 'main :is(pre, figure)';
const topOf = (page, n) => page.evaluate(([all, n]) =>
    document.querySelectorAll(all)[n].getBoundingClientRect().top, [LANDMARK, n]);

test('the language switch keeps page, heading and scroll', async () => {
    for (const id of LONG) {
        await reading(`en/${id}`, async page => {
            for (const [language, part] of [['en', 0.3], ['zh', 0.7], ['en', 0.9]]) {
                const place = `${language}/${id} at ${part}`;
                // Scroll so that a landmark is just above the line of reading, a third from the top.
                const n = await page.evaluate(([all, part]) => {
                    const marks = document.querySelectorAll(all);
                    const n = Math.floor(part * marks.length);
                    const top = marks[n].getBoundingClientRect().top + scrollY - innerHeight / 3 + 20;
                    scrollTo({ top, behavior: 'instant' });
                    return n;
                }, [LANDMARK, part]);
                const top = await topOf(page, n);
                await page.click('#language-switch');
                await page.waitForURL(`**/${OTHER[language]}/${id}.html*`);
                await page.waitForLoadState('load');
                await page.evaluate(() => document.fonts.ready.then(() => new Promise(requestAnimationFrame)));
                const moved = Math.abs(await topOf(page, n) - top);
                assert.ok(moved < 60, `${place}: what stood ${top} px from the top moved by ${moved} px`);
                const heading = new URL(page.url()).hash.slice(1);
                const above = await page.evaluate(([all, n]) => {
                    const mark = document.querySelectorAll(all)[n];
                    const headings = [...document.querySelectorAll('main :is(h1, h2, h3, h4)')];
                    return headings.filter(h => h.compareDocumentPosition(mark) & Node.DOCUMENT_POSITION_FOLLOWING).at(-1).id;
                }, [LANDMARK, n]);
                assert.equal(decodeURIComponent(heading), above, `${place}: the heading in the address`);
            }
        });
    }
});

both('side by side has two columns on a desk', async language => {
    for (const theme of THEMES) {
        await reading(`${language}/07-m-step`, async page => {
            const before = await page.locator('main').innerHTML();
            await page.click('#side-by-side');
            await page.waitForSelector('.side-by-side .pair');
            const pairs = await page.$$eval('.pair', all => all.map(pair => {
                const [here, there] = ['.here', '.there'].map(side => pair.querySelector(`:scope > ${side}`));
                const [left, right] = [here, there].map(side => side.getBoundingClientRect());
                const kinds = side => [...side.children].map(child => child.tagName).filter(tag => /^H\d/.test(tag)).join();
                return {
                    text: here.textContent.slice(0, 40),
                    aligned: left.top === right.top && left.right <= right.left,
                    headings: [kinds(here), kinds(there)],
                    languages: [here.lang, there.lang],
                };
            }));
            assert.ok(pairs.length > 20, `${pairs.length} pairs`);
            for (const { text, aligned, headings, languages } of pairs) {
                assert.ok(aligned, `not side by side: ${text}`);
                assert.equal(headings[0], headings[1], text);
                assert.notEqual(languages[0], languages[1], text);
            }
            assert.deepEqual(await page.evaluate(tooWide), []);
            await page.reload();
            await page.waitForSelector('.side-by-side .pair')
                .catch(() => assert.fail('side by side is forgotten when the page is loaded again'));
            await page.click('#side-by-side');
            await page.waitForSelector('html:not(.side-by-side)');
            assert.equal(await page.locator('.pair').count(), 0);
            await page.reload();
            assert.equal(await page.locator('main').innerHTML(), before);
        }, { theme });
    }
});

both('side by side has one column on a phone', async language => {
    for (const id of LONG) {
        await reading(`${language}/${id}`, async page => {
            await page.click('#side-by-side');
            await page.waitForSelector('.side-by-side .pair');
            const apart = await page.$$eval('.pair', all => all.filter(pair => {
                const [here, there] = ['.here', '.there'].map(side =>
                    pair.querySelector(`:scope > ${side}`).getBoundingClientRect());
                return there.top < here.bottom;
            }).map(pair => pair.textContent.slice(0, 40)));
            assert.deepEqual(apart, [], 'not below each other');
            assert.deepEqual(await page.evaluate(tooWide), []);
        }, { viewport: PHONE });
    }
});

const QUERIES = { en: ['underflow', 'covariance matrix', '协方差'], zh: ['下溢', '协方差 奇异', 'underflow'] };

/** What a search found: how many sections, and whether the first shows the words of the query. */
const found = page => page.$$eval('#mdbook-searchresults li', all => ({
    sections: all.length, marked: all[0]?.querySelectorAll('em').length > 0,
}));

both('a search that finds nothing says so', async language => {
    await reading(`${language}/index`, async page => {
        await page.locator('#mdbook-searchresults-header', { hasText: { en: 'Nothing found', zh: '没有找到' }[language] })
            .waitFor();
        assert.equal((await found(page)).sections, 0);
    }, { query: '?search=xyzzy' });
});

both('search finds words of both languages, typed or from the address', async language => {
    for (const query of QUERIES[language]) {
        await reading(`${language}/index`, async page => {
            await page.keyboard.press('/');
            await page.keyboard.type(query);
            const hits = () => page.waitForSelector('#mdbook-searchresults li')
                .catch(() => assert.fail(`${query}: nothing is found`));
            await hits();
            const typed = await found(page);
            assert.ok(typed.sections > 0 && typed.marked, `${query}: ${JSON.stringify(typed)}`);
            await page.goto(`${book.url(`${language}/02-basic-steps`)}?search=${encodeURIComponent(query)}`);
            await hits();
            assert.deepEqual(await found(page), typed, `?search=${query}`);
            await page.focus('#mdbook-searchbar');
            await page.keyboard.press('Enter');
            await page.waitForURL('**highlight=**');
            await page.waitForLoadState('load');
            const shown = await page.evaluate(() => [...CSS.highlights.get('search')].map(range => range.toString()));
            const words = query.split(' ');
            assert.ok(words.every(word => shown.some(text => text.toLowerCase().startsWith(word.slice(0, 6).toLowerCase()))),
                `${query}: the page reached highlights ${shown.slice(0, 5)}`);
        });
    }
});

/** Presses Tab until `selector` has the focus; each element on the way must show that it has the focus. */
async function tabTo(page, selector, limit = 400) {
    for (let presses = 1; presses <= limit; presses += 1) {
        await page.keyboard.press('Tab');
        const stop = await page.evaluate(selector => {
            const element = document.activeElement;
            const { outlineStyle, outlineWidth } = getComputedStyle(element);
            const box = element.getBoundingClientRect();
            return {
                there: element.matches(selector),
                seen: (outlineStyle !== 'none' && parseFloat(outlineWidth) > 0) && box.width > 0
                    && box.bottom > 0 && box.top < innerHeight,
                html: element.outerHTML.slice(0, 120),
            };
        }, selector);
        assert.ok(stop.seen, `the focus does not show on ${stop.html}`);
        if (stop.there) return presses;
    }
    throw new Error(`Tab does not reach ${selector} in ${limit} presses`);
}

both('the keyboard reaches and opens everything', async language => {
    for (const viewport of [DESKTOP, PHONE]) {
        await reading(`${language}/07-m-step`, async page => {
            const press = key => page.keyboard.press(key);
            assert.equal(await tabTo(page, '.skip', 1), 1, 'the way past the contents comes first');
            await press('Enter');
            assert.ok(await page.evaluate(() => document.activeElement.matches('#mdbook-content')), 'it leads to the text');
            await tabTo(page, 'main a, main code', 1);

            await page.reload();
            await tabTo(page, '#mdbook-sidebar-toggle');
            const expanded = () => page.getAttribute('#mdbook-sidebar-toggle', 'aria-expanded');
            const first = await expanded();
            await press('Enter');
            assert.notEqual(await expanded(), first, 'Enter opens or closes the contents');
            await press('Enter');

            await tabTo(page, '#mdbook-theme-toggle');
            await press('Enter');
            await tabTo(page, '#mdbook-theme-navy', 4);
            await press('Enter');
            assert.ok(await page.evaluate(() => document.documentElement.classList.contains('navy')), 'dark by keyboard');
            await press('Escape');

            await page.focus('#mdbook-theme-toggle');
            await tabTo(page, '#mdbook-search-toggle');
            await press('Enter');
            await page.keyboard.type('EM');
            await page.waitForSelector('#mdbook-searchresults li');
            await press('ArrowDown');
            assert.ok(await page.evaluate(() => document.activeElement.matches('#mdbook-searchresults a')), 'arrows walk the results');
            await press('Escape');
            assert.ok(await page.evaluate(() => document.activeElement.id === 'mdbook-search-toggle'), 'Escape leads back');

            await tabTo(page, '#language-switch');
            for (const fold of ['.exercise .hint > summary', '.exercise .solution > summary']) {
                await tabTo(page, fold);
                await press('Enter');
                assert.ok(await page.evaluate(() => document.activeElement.parentElement.open), `Enter opens ${fold}`);
            }
            await page.focus('#side-by-side');
            await press('Enter');
            await page.waitForSelector('.side-by-side .pair');
        }, { viewport });
    }
});

both('a note explains the name of a symbol, on hover and on focus', async language => {
    await reading(`${language}/07-m-step`, async page => {
        const note = page.locator('#symbol-note');
        const words = language === 'zh' ? /[\u4e00-\u9fff]{2}/ : /[a-z]{3}/;
        const code = page.locator('main p code.symbol').first();
        await code.hover();
        await note.waitFor({ state: 'visible' });
        assert.match(await note.innerText(), words);
        await page.keyboard.press('Escape');
        await note.waitFor({ state: 'hidden' });
        await code.focus();
        await note.waitFor({ state: 'visible' });
    });
});

both('print shows the text alone, in dark letters', async language => {
    for (const theme of THEMES) {
        await reading(`${language}/07-m-step`, async page => {
            await page.locator('.exercise .hint > summary').first().click();
            await page.emulateMedia({ media: 'print', colorScheme: theme });
            // The width of the text on A4.
            await page.setViewportSize({ width: 700, height: 1000 });
            const shown = selector => page.$$eval(selector, all =>
                all.filter(element => element.checkVisibility({ contentVisibilityAuto: true })
                    && element.getBoundingClientRect().height > 0).map(element => element.outerHTML.slice(0, 80)));
            const furniture = '.skip, #mdbook-sidebar, #mdbook-menu-bar, #mdbook-search-wrapper, .turn, pre .buttons, #mdbook-help-container';
            assert.deepEqual(await shown(furniture), [], 'furniture on paper');
            assert.deepEqual(await page.evaluate(tooWide), []);
            const cut = await page.$$eval('main pre, main pre > code', all =>
                all.filter(element => element.scrollWidth > element.clientWidth + 1).map(element => element.textContent.slice(0, 60)));
            assert.deepEqual(cut, [], 'lines cut off');
            const colors = await page.evaluate(() => [document.documentElement, document.body].flatMap(element => {
                const { color, backgroundColor } = getComputedStyle(element);
                return [color, backgroundColor];
            }));
            const [black, white, none] = ['rgb(0, 0, 0)', 'rgb(255, 255, 255)', 'rgba(0, 0, 0, 0)'];
            assert.deepEqual(colors, [black, white, black, none], 'black on white');
            // Print shows what the reader has unfolded, and every answer; other hints stay hidden.
            const hints = await page.$$eval('.exercise .hint', all => all.map(hint =>
                hint.checkVisibility() && hint.querySelector(':scope > :not(summary)').checkVisibility({ contentVisibilityAuto: true })));
            assert.equal(hints.filter(Boolean).length, 1, 'one hint was unfolded');
            assert.equal((await shown('main details:not(.hint, .solution) > :not(summary)')).length > 0, true, 'answers are printed');
            await page.emulateMedia({ media: 'screen', colorScheme: theme });
        }, { theme });
    }
});

for (const [locale, language] of [['en-GB', 'en'], ['zh-CN', 'zh'], ['fr-FR', 'en']]) {
    test(`the start page opens the book in the reader's language, ${locale}`, async () => {
        const page = await open(browser, { locale });
        const complaintsOf = watch(page, book.origin);
        await page.goto(book.url('index'));
        await page.waitForURL(`**/${language}/index.html`);
        assert.deepEqual(complaintsOf(), []);
        await page.context().close();
    });
}

both('a page without scripts has its text and its contents', async language => {
    await reading(`${language}/06-e-step`, async page => {
        assert.ok((await page.locator('main').innerText()).length > 3000);
        const links = page.frameLocator('iframe').locator('a');
        await links.first().waitFor();
        assert.ok(await links.count() > 12);
    }, { javaScriptEnabled: false });
});

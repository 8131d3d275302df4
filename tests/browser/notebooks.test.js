// Chapter 7 in JupyterLab, as a reader works through it: run to the end, a wrong answer, the right
// one, an endless loop. Leaves screenshots of the verdicts in target/screenshots.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { launch, open } from './lib/chromium.js';
import { Notebook, serve } from './lib/lab.js';

const SCREENSHOTS = fileURLToPath(new URL('../../target/screenshots/', import.meta.url));
const CHAPTER = '07-m-step';
const LANGUAGES = {
    en: { theme: 'light', standsIn: /the solution stands in/, mistake: /divided by the number of all samples/, passed: /least sum of squared distances/ },
    zh: { theme: 'dark', standsIn: /由参考答案顶替/, mistake: /除以了全部样本数 N/, passed: /到各样本距离平方之和最小/ },
};
const means = divisor => `pub fn compute_means(data: &Array2<f64>, resp: &Array2<f64>, counts: &Array1<f64>) -> Array2<f64> {
    resp.t().dot(data) / ${divisor}
}`;
const WRONG = means('data.nrows() as f64');
const RIGHT = means('counts.view().insert_axis(Axis(1))');
const CHECK = 'compute-means-check';

const html = outputs => outputs.map(output => [output.data?.['text/html'] ?? ''].flat().join('')).join('');
const words = outputs => outputs.map(output => [output.text ?? output.evalue ?? ''].flat().join('')).join('');

let browser;
let lab;
before(async () => {
    browser = await launch();
    lab = await serve();
});
after(async () => {
    await browser?.close();
    lab?.close();
});

for (const [language, expected] of Object.entries(LANGUAGES)) {
    test(`chapter 7 in JupyterLab, ${language}, ${expected.theme}`, { timeout: 900_000 }, async t => {
        const page = await open(browser, { theme: expected.theme, viewport: { width: 1280, height: 1000 } });
        const notebook = await Notebook.open(page, lab.url(language, CHAPTER));
        const picture = async (id, name) => {
            const cell = await notebook.cell(id);
            await page.waitForTimeout(500);
            await cell.locator('.jp-OutputArea').first().screenshot({ path: `${SCREENSHOTS}notebook-${name}-${language}-${expected.theme}.png` });
        };

        await t.test('runs to the end with empty stubs', async () => {
            await notebook.runAll();
            const cells = await notebook.cells();
            for (const { id, outputs } of cells) {
                const failed = outputs.filter(output => output.output_type === 'error' || (output.name === 'stderr' && id !== 'setup'));
                assert.deepEqual(failed, [], `cell ${id} failed`);
            }
            const checks = cells.filter(cell => cell.id.endsWith('-check'));
            assert.equal(checks.length, 4);
            for (const { id, outputs } of checks) {
                assert.match(html(outputs), /data-status="not-started"/, id);
            }
            assert.match(cells.map(cell => words(cell.outputs)).join(''), expected.standsIn);
            assert.match(html(cells.at(-1).outputs) + words(cells.at(-1).outputs), /./, 'the last cell shows something');
            await page.screenshot({ path: `${SCREENSHOTS}notebook-end-${language}-${expected.theme}.png` });
            await notebook.cell('text-1');
            await page.waitForTimeout(500);
            await page.screenshot({ path: `${SCREENSHOTS}notebook-lesson-${language}-${expected.theme}.png` });
        });

        await t.test('names the mistake and unfolds a hint', async () => {
            await notebook.write('compute-means-exercise', WRONG);
            const cell = await notebook.run(CHECK);
            const verdict = html(await notebook.output(CHECK));
            assert.match(verdict, /data-status="failed"/);
            assert.match(verdict, expected.mistake);
            const hint = cell.locator('details').first();
            await hint.locator('summary').click();
            assert.ok(await hint.evaluate(fold => fold.open && fold.textContent.length > 30), 'the hint unfolds');
            await picture(CHECK, 'failed');
        });

        await t.test('passes the right answer and explains it', async () => {
            await notebook.write('compute-means-exercise', RIGHT);
            await notebook.run(CHECK);
            const verdict = html(await notebook.output(CHECK));
            assert.match(verdict, /data-status="passed"/);
            assert.match(verdict, expected.passed);
            await picture(CHECK, 'passed');
        });

        await t.test('shows the pictures of a slider one by one', async () => {
            await notebook.write('singular', `steps("updates", [0, 5].map(|n| {
    (n, Plot::new().dots("", [(n as f64, 1.0)]).x_range(-1.0, 6.0).y_range(0.0, 2.0))
}))`);
            const slider = (await notebook.cell('singular')).locator('input[type=range]');
            await slider.focus();
            await page.keyboard.press('ArrowRight');
            const seen = await slider.evaluate(input => ({
                number: input.nextElementSibling.value,
                pictures: [...input.closest('.steps').querySelectorAll('svg')].map(svg => svg.getBoundingClientRect().height > 0),
            }));
            assert.deepEqual(seen, { number: 'updates 5', pictures: [false, true] });
        });

        await t.test('shows a panic in one line, with its place', async () => {
            await notebook.write('singular', 'let counts = vec![1.0];\nlet last = counts[counts.len()];');
            const lines = words(await notebook.output('singular')).trim().split('\n');
            assert.equal(lines.length, 1, lines.join('\n'));
            assert.match(lines[0], /index out of bounds.*let last = counts\[counts\.len\(\)\];/);
            await picture('singular', 'mishap');
        });

        await t.test('interrupts an endless loop and keeps the functions of the reader', async () => {
            await notebook.write('singular', 'loop {}', { wait: false });
            await page.waitForTimeout(3_000);
            await notebook.command('notebook:interrupt-kernel');
            await notebook.idle();
            await notebook.run('setup');
            await notebook.run(CHECK);
            assert.match(html(await notebook.output(CHECK)), /data-status="passed"/, 'the reader\'s function is still there');
        });
        await page.context().close();
    });
}

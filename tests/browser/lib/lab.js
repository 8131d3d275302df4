// JupyterLab as `cargo run -- notebooks` starts it.

import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
/** For copies of notebooks; beside them, because their first cell names a relative path. */
const FOLDER = 'notebooks/checked';

/** Starts JupyterLab; `url(language, chapter)` is the address of a fresh copy of a notebook. */
export async function serve() {
    mkdirSync(ROOT + FOLDER, { recursive: true });
    const server = spawn('cargo', [
        'run', '--quiet', '--', 'notebooks', '--no-browser', '--port', '8899',
        '--', '--LabApp.expose_app_in_browser=True',
    ], { cwd: ROOT, detached: true });
    let said = '';
    const address = await new Promise((found, failed) => {
        const listen = chunk => {
            said += chunk;
            const match = /(http:\/\/127\.0\.0\.1:\d+)\/lab\S*\?token=(\w+)/.exec(said);
            if (match) found({ origin: match[1], token: match[2] });
        };
        server.stdout.on('data', listen);
        server.stderr.on('data', listen);
        server.on('exit', code => failed(new Error(`JupyterLab ended with ${code}:\n${said}`)));
    });
    return {
        url: (language, chapter) => {
            cpSync(`${ROOT}notebooks/${language}/${chapter}.ipynb`, `${ROOT}${FOLDER}/${language}-${chapter}.ipynb`);
            return `${address.origin}/lab/tree/${FOLDER}/${language}-${chapter}.ipynb?reset&token=${address.token}`;
        },
        close: () => {
            server.removeAllListeners('exit');
            process.kill(-server.pid);
            rmSync(ROOT + FOLDER, { recursive: true, force: true });
        },
    };
}

/** The notebook that `page` shows. */
export class Notebook {
    constructor(page) {
        this.page = page;
    }

    /** Opens a notebook and waits for its kernel. */
    static async open(page, url) {
        await page.goto(url);
        await page.waitForFunction(() => {
            const panel = window.jupyterapp?.shell.currentWidget;
            return panel?.content?.widgets?.length > 1
                && panel.sessionContext?.session?.kernel?.status === 'idle';
        }, null, { timeout: 180_000 });
        return new Notebook(page);
    }

    command(id, options = {}) {
        return this.page.evaluate(([id, options]) => window.jupyterapp.commands.execute(id, options), [id, options]);
    }

    /** Every code cell: its id, code and outputs. */
    cells() {
        return this.page.evaluate(() => window.jupyterapp.shell.currentWidget.content.widgets
            .filter(cell => cell.model.type === 'code')
            .map(cell => ({
                id: cell.model.id,
                code: cell.model.sharedModel.source,
                outputs: cell.model.outputs.toJSON(),
            })));
    }

    async runAll() {
        await this.page.click('.lm-MenuBar-item:has-text("Run")');
        await this.page.click('.lm-Menu-item[data-command="runmenu:run-all"]');
        await this.idle(300_000);
    }

    /** Waits until no cell runs or waits to run. */
    idle(timeout = 60_000) {
        return this.page.waitForFunction(() => {
            const panel = window.jupyterapp.shell.currentWidget;
            return panel.sessionContext.session.kernel.status === 'idle'
                && panel.content.widgets.every(cell => cell.model.executionState !== 'running');
        }, null, { timeout });
    }

    /** Brings a cell into view and returns it. */
    async cell(id) {
        await this.page.evaluate(async id => {
            const notebook = window.jupyterapp.shell.currentWidget.content;
            const index = notebook.widgets.findIndex(cell => cell.model.id === id);
            notebook.activeCellIndex = index;
            await notebook.scrollToItem(index, 'start');
            notebook.widgets[index].node.dataset.cell = id;
        }, id);
        const cell = this.page.locator(`[data-cell="${id}"]`);
        await cell.waitFor();
        return cell;
    }

    /** Replaces the text of a cell with `code`, and runs it. */
    async write(id, code, { wait = true } = {}) {
        const cell = await this.cell(id);
        await cell.locator('.cm-content').click();
        await this.page.keyboard.press('Control+A');
        await this.page.keyboard.insertText(code);
        await this.run(id, { wait });
    }

    async run(id, { wait = true } = {}) {
        const cell = await this.cell(id);
        await cell.locator('.cm-content').click();
        await this.page.keyboard.press('Control+Enter');
        if (wait) {
            await this.page.waitForTimeout(200);
            await this.idle();
        }
        return cell;
    }

    async output(id) {
        return (await this.cells()).find(cell => cell.id === id).outputs;
    }
}

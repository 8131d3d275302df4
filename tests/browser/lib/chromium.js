// Debian's Chromium, started so that it asks nobody for anything.

import { chromium } from 'playwright-core';

const QUIET = [
    '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync',
    '--disable-background-networking', '--disable-component-update',
];

export const DESKTOP = { width: 1280, height: 800 };
export const PHONE = { width: 390, height: 844 };
export const THEMES = ['light', 'dark'];

/** A browser; `CHROMIUM` names another than Debian's. */
export function launch() {
    return chromium.launch({ executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args: QUIET });
}

/** A page, with nothing remembered, of a reader whose system is set to `theme`. */
export async function open(browser, { theme = 'light', viewport = DESKTOP, ...others } = {}) {
    const context = await browser.newContext({ colorScheme: theme, viewport, ...others });
    context.setDefaultTimeout(15_000);
    return context.newPage();
}

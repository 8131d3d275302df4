// Debian's Chromium, without the requests that it makes of its own accord.

import { chromium } from 'playwright-core';

const QUIET = [
    '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync',
    '--disable-background-networking', '--disable-component-update',
];

export const DESKTOP = { width: 1280, height: 800 };
export const PHONE = { width: 390, height: 844 };
export const THEMES = ['light', 'dark'];

/** Starts a browser: Debian's, or the one that `CHROMIUM` names. */
export function launch() {
    return chromium.launch({ executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args: QUIET });
}

/** A page without memory, whose reader's system is set to `theme`. */
export async function open(browser, { theme = 'light', viewport = DESKTOP, ...others } = {}) {
    const context = await browser.newContext({ colorScheme: theme, viewport, ...others });
    context.setDefaultTimeout(15_000);
    return context.newPage();
}

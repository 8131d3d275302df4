// The book as static files, served from a folder of a larger site, as a host may do.

import { createServer } from 'node:http';
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const FOLDER = fileURLToPath(new URL('../../../target/site/', import.meta.url));
const UNDER = '/some/where/';
const TYPES = {
    '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8',
    '.svg': 'image/svg+xml', '.woff2': 'font/woff2', '.png': 'image/png',
};

export const LANGUAGES = ['en', 'zh'];

/** The chapters of both books: `en/06-e-step`. */
export const CHAPTERS = LANGUAGES.flatMap(language => readdirSync(join(FOLDER, language))
    .filter(name => name.endsWith('.html') && !['toc.html', '404.html'].includes(name))
    .map(name => `${language}/${name.replace('.html', '')}`));

/**
 * Serves the book on loopback. The browser may cache nothing, so that each visit is a first one.
 * `url(page)` is the address of a page, `origin` begins every address of the book, `sent` maps each
 * file to the bytes sent since the map was last cleared.
 */
export async function serve() {
    const sent = new Map();
    const server = createServer((request, response) => {
        const path = decodeURIComponent(new URL(request.url, 'http://localhost').pathname);
        let bytes = null;
        try {
            if (path.startsWith(UNDER)) bytes = readFileSync(join(FOLDER, path.slice(UNDER.length)));
        } catch { /* There is no such file. */ }
        response.writeHead(bytes ? 200 : 404, {
            'Content-Type': TYPES[extname(path)] || 'application/octet-stream', 'Cache-Control': 'no-store',
        });
        response.end(bytes);
        if (bytes) sent.set(path.slice(UNDER.length), bytes);
    });
    await new Promise(ready => server.listen(0, '127.0.0.1', ready));
    const origin = `http://127.0.0.1:${server.address().port}${UNDER}`;
    return {
        origin,
        sent,
        url: page => `${origin}${page}.html`,
        close: () => {
            server.close();
            server.closeAllConnections();
        },
    };
}

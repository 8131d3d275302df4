// What a page does unseen.

/**
 * Listens to `page`. The function returned gives its complaints since the last call: messages of
 * the console, errors, requests beyond `origin` and requests that failed.
 */
export function watch(page, origin) {
    let complaints = [];
    page.on('console', message => {
        if (['error', 'warning'].includes(message.type())) {
            complaints.push(`console ${message.type()}: ${message.text()} (${message.location().url})`);
        }
    });
    page.on('pageerror', error => complaints.push(`script error: ${error.stack || error}`));
    page.on('request', request => {
        const url = request.url();
        if (!url.startsWith(origin) && !/^(data|blob|about):/.test(url)) {
            complaints.push(`outside request: ${url}`);
        }
    });
    page.on('requestfailed', request => {
        const why = request.failure()?.errorText;
        // Leaving a page aborts its open requests.
        if (why !== 'net::ERR_ABORTED') complaints.push(`request failed: ${request.url()} ${why}`);
    });
    page.on('response', response => {
        if (response.status() >= 400) complaints.push(`request answered ${response.status()}: ${response.url()}`);
    });
    return () => {
        const found = complaints;
        complaints = [];
        return found;
    };
}

// Where the app runs: on the server of the atlas, or on any host that hands out the files of an export.

/** No server is there: a file has no parameters, and tiles lie in archives. The export marks its page so. */
export const onFiles: boolean = globalThis.document?.querySelector('meta[name="steppe-static"]') != null;

/** The page is a part of somebody else's: the map alone, and with `bar=0` without time. */
export const embedded: boolean = globalThis.location?.pathname === '/embed';
export const embeddedBar: boolean = embedded && new URLSearchParams(location.search).get('bar') !== '0';

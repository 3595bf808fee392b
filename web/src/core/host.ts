// Where the app runs: on the server of the atlas, or on any host that hands out the files of an export.

/** No server is there: a file has no parameters, and tiles lie in archives. The export marks its page so. */
export const onFiles: boolean = globalThis.document?.querySelector('meta[name="steppe-static"]') != null;

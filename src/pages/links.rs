//! Addresses that pages name: relative to the page, so that they also hold in a folder of files.

/// Where a page stands.
pub struct Links {
    /// Where people reach the server; `None` where the page is one of a folder of files.
    base: Option<String>,
    up: String,
    here: String,
}

impl Links {
    /// Those of a page. `up` leads from it to the root (`../../`, or nothing at the root), `here`
    /// names the page itself in links to its parts where its document has another base address.
    #[must_use]
    pub fn new(base: &str, up: &str, here: &str) -> Self {
        let served = base.contains("://");
        Self { base: served.then(|| base.to_owned()), up: up.to_owned(), here: here.to_owned() }
    }

    /// Whether the page is one of a folder of files.
    #[must_use]
    pub const fn in_files(&self) -> bool {
        self.base.is_none()
    }

    /// Any address, given without a slash before it.
    #[must_use]
    pub fn to(&self, address: &str) -> String {
        format!("{}{address}", self.up)
    }

    /// The same address for use elsewhere; relative to the root where there is no server.
    #[must_use]
    pub fn absolute(&self, address: &str) -> String {
        let base = self.base.as_deref().unwrap_or(".");
        format!("{base}/{address}")
    }

    /// A part of this page.
    #[must_use]
    pub fn part(&self, id: &str) -> String {
        format!("{}#{id}", self.here)
    }

    /// The map opened at a feature.
    #[must_use]
    pub fn map(&self, id: &str) -> String {
        let id = segment(id);
        self.to(&if self.in_files() { format!("index.html?feature={id}") } else { feature(&id) })
    }

    /// The record of a feature.
    #[must_use]
    pub fn record(&self, id: &str) -> String {
        let page = feature(&segment(id));
        self.to(&if self.in_files() {
            format!("{page}/index.html")
        } else {
            format!("{page}/record")
        })
    }

    /// The map.
    #[must_use]
    pub fn home(&self) -> String {
        let home = if self.in_files() { "index.html" } else { "" };
        let to = self.to(home);
        if to.is_empty() { "./".to_owned() } else { to }
    }

    /// The catalogue, or what it says of one layer.
    #[must_use]
    pub fn catalogue(&self, layer: Option<&str>) -> String {
        let page = layer.map_or("data".to_owned(), |layer| format!("data/{}", segment(layer)));
        self.to(&if self.in_files() { format!("{page}/index.html") } else { page })
    }

    /// The same features as items of the API; only a server has them.
    #[must_use]
    pub fn items(&self, layer: &str, id: &str) -> String {
        self.to(&format!("api/collections/{}/items/{}", segment(layer), segment(id)))
    }
}

fn feature(id: &str) -> String {
    format!("feature/{id}")
}

/// One segment of a path, percent-encoded but for the characters that never need it (RFC 3986, 2.3).
#[must_use]
pub fn segment(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    let each = |byte: u8| if plain(byte) { (byte as char).into() } else { format!("%{byte:02X}") };
    text.bytes().map(each).collect()
}

/// An address of the web, if it is one: records are text from many hands.
#[must_use]
pub fn web(address: &str) -> Option<&str> {
    let scheme = address.split_once("://")?.0.to_ascii_lowercase();
    ["http", "https"].contains(&scheme.as_str()).then_some(address)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_of_a_folder_names_files() {
        let served = Links::new("https://atlas.test", "../../", "");
        let files = Links::new(".", "../../", "");
        assert_eq!(served.record("a b"), "../../feature/a%20b/record");
        assert_eq!(files.record("a-b"), "../../feature/a-b/index.html");
        assert_eq!(files.map("a-b"), "../../index.html?feature=a-b");
        assert_eq!(served.absolute("data"), "https://atlas.test/data");
        assert_eq!(served.catalogue(Some("zones")), "../../data/zones");
    }

    #[test]
    fn only_the_web_is_linked() {
        assert_eq!(web("javascript:alert(1)"), None);
        assert_eq!(web("javascript://x%0aalert(1)"), None);
        assert_eq!(web("HTTPS://a.test/"), Some("HTTPS://a.test/"));
    }
}

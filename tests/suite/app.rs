//! The app under test: asked in memory, without a port.

use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

use axum::body::{Body, Bytes, to_bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode};
use serde_json::Value;
use steppe_atlas::atlas::date::Date;
use steppe_atlas::atlas::day::Day;
use steppe_atlas::config::{Config, Limits};
use steppe_atlas::http::state::App;
use steppe_atlas::http::{Hot, app};
use steppe_atlas::reload;
use tokio::runtime::Runtime;
use tower::ServiceExt;

/// The day on which all tests take place.
pub const TODAY: &str = "2026-11-24";
/// The layers of the shipped atlas.
pub const LAYERS: [&str; 5] = ["pipelines", "corridors", "zones", "bases", "events"];

static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| Runtime::new().expect("a runtime"));
static SHIPPED: LazyLock<Site> =
    LazyLock::new(|| Site::of(&root().join("geodata")).expect("geodata is sound"));

/// The folder of the repository.
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The number of a calendar day such as `2005-12-15`.
pub fn day(text: &str) -> Day {
    Date::parse(text).expect("a date").earliest()
}

/// Waits for something asynchronous.
pub fn wait<T>(future: impl Future<Output = T>) -> T {
    RUNTIME.block_on(future)
}

/// Does something asynchronous beside the tests.
pub fn spawn(future: impl Future<Output: Send> + Send + 'static) {
    RUNTIME.spawn(future);
}

/// A data folder that is served.
pub struct Site {
    app: Hot,
    state: Arc<App>,
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Site {
    /// The atlas of the repository, loaded once.
    pub fn shipped() -> &'static Self {
        &SHIPPED
    }

    /// A folder of data, or why it cannot be served.
    pub fn of(folder: &Path) -> Result<Self, String> {
        Self::limited(folder, Limits::default())
    }

    /// The same within limits.
    pub fn limited(folder: &Path, limits: Limits) -> Result<Self, String> {
        let config = Config {
            data: folder.to_owned(),
            listen: ([127, 0, 0, 1], 8080).into(),
            base_url: None,
            today: Some(day(TODAY)),
            limits,
        };
        let world = wait(reload::build(&config)).map_err(|error| error.to_string())?;
        let state = Arc::new(App::new(world, config));
        Ok(Self { app: app(Arc::clone(&state)), state })
    }

    /// What all its requests can reach.
    pub fn state(&self) -> &Arc<App> {
        &self.state
    }

    /// All that answers requests.
    pub fn app(&self) -> Hot {
        self.app.clone()
    }

    /// Asks for a path.
    pub fn get(&self, path: &str) -> Answer {
        self.with(path, &[])
    }

    /// Asks for a path, with headers.
    pub fn with(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        self.send(&Method::GET, path, headers)
    }

    /// Sends any request without a body.
    pub fn send(&self, method: &Method, path: &str, headers: &[(&str, &str)]) -> Answer {
        let mut request = Request::builder().method(method).uri(path);
        if !headers.iter().any(|(name, _)| *name == "host") {
            request = request.header("host", "atlas.test");
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Body::empty()).unwrap_or_else(|error| panic!("{path}: {error}"));
        wait(async {
            let response = self.app.clone().oneshot(request).await.expect("infallible");
            let (parts, body) = response.into_parts();
            let body = to_bytes(body, usize::MAX).await.expect("a body");
            Answer { status: parts.status, headers: parts.headers, body }
        })
    }

    /// The JSON of a path that must be there.
    pub fn json(&self, path: &str) -> Value {
        let answer = self.get(path);
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.text());
        answer.json()
    }

    /// The ids of the items of a layer that answer a query.
    pub fn ids(&self, layer: &str, query: &str) -> Vec<String> {
        let items = self.json(&format!("/api/collections/{layer}/items?limit=10000&{query}"));
        let features = items["features"].as_array().expect("features").iter();
        features.map(|feature| text(&feature["id"]).to_owned()).collect()
    }
}

impl Answer {
    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    /// A header, empty where it is absent.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().expect("ASCII"))
    }
}

/// A JSON text, or nothing.
pub fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// Percent-encoded, every byte that is not a letter or digit.
pub fn encoded(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric();
    let each = |byte: u8| if plain(byte) { (byte as char).into() } else { format!("%{byte:02X}") };
    text.bytes().map(each).collect()
}

//! Asking: what of a request an answer may depend on, as the client wrote it.

use axum::extract::Request;
use axum::http::{HeaderName, Method, header};
use equivalent::Equivalent;

use crate::http::serve::has_content;

/// Headers of a request that an answer may depend on. The tag that the client holds is looked at
/// apart.
const ASKED_BY: [HeaderName; FIELDS] = [header::HOST, header::ACCEPT, header::ACCEPT_ENCODING];

const FIELDS: usize = 3;

/// What an answer depends on, as the client wrote it.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(super) struct Question {
    address: String,
    headers: [Box<[u8]>; FIELDS],
}

/// A [`Question`] that is looked for.
#[derive(Debug, Clone, Copy, Hash)]
pub(super) struct Asking<'a> {
    address: &'a str,
    headers: [&'a [u8]; FIELDS],
}

impl Equivalent<Question> for Asking<'_> {
    fn equivalent(&self, question: &Question) -> bool {
        let pairs = self.headers.iter().zip(&question.headers);
        self.address == question.address && pairs.into_iter().all(|(asked, of)| *asked == &**of)
    }
}

impl<'a> Asking<'a> {
    /// `None` for what the routes must see: no plain GET, or a header in more than one field.
    pub fn of<B>(request: &'a Request<B>) -> Option<Self> {
        let plain = request.method() == Method::GET && request.uri().scheme().is_none();
        if !plain || has_content(request.headers()) {
            return None;
        }
        let address = request.uri().path_and_query().map_or("/", |address| address.as_str());
        let mut headers: [&[u8]; FIELDS] = [&[]; FIELDS];
        for (value, name) in headers.iter_mut().zip(ASKED_BY) {
            let mut fields = request.headers().get_all(name).iter();
            *value = fields.next().map_or(&[], |field| field.as_bytes());
            if fields.next().is_some() {
                return None;
            }
        }
        Some(Self { address, headers })
    }

    /// The same, to be kept.
    pub fn to_question(self) -> Question {
        Question { address: self.address.to_owned(), headers: self.headers.map(Into::into) }
    }

    /// Path and query.
    pub const fn address(self) -> &'a str {
        self.address
    }

    /// The compressions that the client takes.
    pub const fn codings(self) -> &'a [u8] {
        let [.., codings] = self.headers;
        codings
    }
}

impl Question {
    /// Bytes that it takes up.
    pub fn bytes(&self) -> usize {
        self.address.len() + self.headers.iter().map(|value| value.len()).sum::<usize>()
    }
}

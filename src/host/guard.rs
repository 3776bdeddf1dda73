//! What holds for every request: no other site may post here, nobody may be slow or send much, and a
//! browser runs and loads only what comes from here.

use std::time::Duration;

use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::Method;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, HOST, HeaderMap, HeaderName, HeaderValue, ORIGIN,
    REFERER, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tokio::time::timeout;

use super::error::{HostError, Rejection};

/// The most bytes of the body of a request.
pub const MAX_BODY: usize = 16 * 1_024;
/// How long a request may take to arrive, and its answer to begin. Our choice.
pub const PATIENCE: Duration = Duration::from_secs(10);

/// Where pages come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicOrigin {
    /// The scheme of the address: `http` or `https`.
    pub scheme: &'static str,
    /// The origin that browsers see, where a proxy stands before the host: `https://class.example`.
    pub public: Option<String>,
}

impl PublicOrigin {
    /// Whether cookies are only for encrypted connections.
    pub fn is_secure(&self) -> bool {
        self.scheme == "https" || self.public.as_deref().is_some_and(|it| it.starts_with("https:"))
    }

    /// Whether a request with these headers was made by a page of this host. Browsers name the
    /// origin of every post; those that do not name the page that it comes from.
    fn is_own(&self, headers: &HeaderMap) -> bool {
        let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
        let referer = || text(REFERER).and_then(origin_of);
        let Some(origin) = text(ORIGIN).map(ToOwned::to_owned).or_else(referer) else {
            return false;
        };
        let host = text(HOST).map(|host| format!("{}://{host}", self.scheme));
        self.public.as_ref() == Some(&origin) || host.as_ref() == Some(&origin)
    }
}

/// The origin of an address, as a browser writes it: `https://class.example/room/X` to
/// `https://class.example`.
pub fn origin_of(address: &str) -> Option<String> {
    let (scheme, rest) = address.split_once("://")?;
    let authority = rest.split(['/', '?', '#']).next()?.to_ascii_lowercase();
    let scheme = scheme.to_ascii_lowercase();
    // Browsers do not name the port that a scheme has anyway.
    let port = match scheme.as_str() {
        "http" => ":80",
        "https" => ":443",
        _ => return None,
    };
    let authority = authority.strip_suffix(port).unwrap_or(&authority);
    (!authority.is_empty()).then(|| format!("{scheme}://{authority}"))
}

/// The limit on bodies.
pub(super) fn body_limit() -> DefaultBodyLimit {
    DefaultBodyLimit::max(MAX_BODY)
}

/// Lets a request through that may pass, and sets what its answer tells the browser.
pub(super) async fn guard(
    State(origin): State<PublicOrigin>,
    request: Request,
    next: Next,
) -> Response {
    let path = request.uri().path().to_owned();
    let is_reading = matches!(*request.method(), Method::GET | Method::HEAD);
    let mut response = if is_reading || origin.is_own(request.headers()) {
        let answer = timeout(PATIENCE, next.run(request)).await;
        answer.unwrap_or_else(|_| HostError::Slow.into_response())
    } else {
        HostError::Foreign.into_response()
    };
    if let Some(rejection) = response.extensions_mut().remove::<Rejection>() {
        let page = rejection.page(response.status(), &path).into_response();
        response.headers_mut().extend(page.headers().clone());
        *response.body_mut() = page.into_body();
    }
    for (name, value) in HEADERS {
        // A page that needs another policy has it already.
        response.headers_mut().entry(name).or_insert(HeaderValue::from_static(value));
    }
    response
}

/// What every answer tells the browser.
const HEADERS: [(HeaderName, &str); 8] = [
    (
        CONTENT_SECURITY_POLICY,
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; \
         connect-src 'self'; frame-src 'self'; form-action 'self'; frame-ancestors 'self'; \
         base-uri 'none'",
    ),
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (X_FRAME_OPTIONS, "SAMEORIGIN"),
    (REFERRER_POLICY, "same-origin"),
    (CACHE_CONTROL, "no-store"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(HeaderName, &'static str)]) -> HeaderMap {
        let value = |text| HeaderValue::from_static(text);
        pairs.iter().map(|(name, text)| (name.clone(), value(text))).collect()
    }

    #[test]
    fn only_a_page_of_this_host_may_post() {
        let direct = PublicOrigin { scheme: "http", public: None };
        let host = (HOST, "10.0.0.5:8080");
        let is_own = |origin: &PublicOrigin, more: (HeaderName, &'static str)| {
            origin.is_own(&headers(&[(HOST, "10.0.0.5:8080"), more]))
        };
        assert!(is_own(&direct, (ORIGIN, "http://10.0.0.5:8080")));
        assert!(is_own(&direct, (REFERER, "http://10.0.0.5:8080/room/X")));
        for foreign in ["http://evil.example", "https://10.0.0.5:8080", "http://10.0.0.5", "null"] {
            assert!(!is_own(&direct, (ORIGIN, foreign)), "{foreign}");
        }
        assert!(!direct.is_own(&headers(std::slice::from_ref(&host))));
        // An origin counts more than a referrer, which a page can choose.
        let both = [host, (ORIGIN, "null"), (REFERER, "http://10.0.0.5:8080/")];
        assert!(!direct.is_own(&headers(&both)));
        let public = Some("https://class.example".to_owned());
        let proxied = PublicOrigin { scheme: "http", public };
        assert!(is_own(&proxied, (ORIGIN, "https://class.example")));
        assert!(proxied.is_secure() && !direct.is_secure());
    }

    #[test]
    fn an_origin_is_scheme_and_authority() {
        for address in ["https://a.example/b?c", "HTTPS://A.Example", "https://a.example:443/"] {
            assert_eq!(origin_of(address).as_deref(), Some("https://a.example"), "{address}");
        }
        assert_eq!(origin_of("http://a:443").as_deref(), Some("http://a:443"));
        for wrong in ["a.example", "ftp://a", "https://", "https:///b"] {
            assert_eq!(origin_of(wrong), None, "{wrong}");
        }
    }
}

//! The frame of every page of the host, its style and its script. A page works without the script.

use axum::http::header::{CONTENT_TYPE, HeaderValue};
use axum::response::{Html, IntoResponse, Response};
use maud::{DOCTYPE, Markup, html};

use crate::report::handout;

const STYLE: &str = include_str!("style.css");
/// The style of the pages of a demo room.
const DEMO_STYLE: &str = include_str!("demo/style.css");
const SCRIPT: &str = include_str!("script.js");

/// A page of the host.
#[derive(Clone, Debug)]
pub struct HostedPage {
    /// What it is called.
    pub title: String,
    /// What stands in it.
    pub content: Markup,
}

impl HostedPage {
    /// The whole page.
    pub fn markup(&self) -> Markup {
        self.document(None)
    }

    /// The page, loaded again every `seconds` where scripts do not run: for a page that waits.
    pub fn reloading(&self, seconds: u8) -> Response {
        Html(self.document(Some(seconds)).into_string()).into_response()
    }

    fn document(&self, reload: Option<u8>) -> Markup {
        html! {
            (DOCTYPE)
            html lang="en" {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="color-scheme" content="light dark";
                    title { (self.title) " · coldstart" }
                    link rel="icon" href="data:,";
                    link rel="stylesheet" href="/style.css";
                    script src="/script.js" defer {}
                    @if let Some(seconds) = reload {
                        noscript { meta http-equiv="refresh" content=(seconds); }
                    }
                }
                body {
                    header.masthead {
                        p { "coldstart" }
                        h1 { (self.title) }
                    }
                    main { (self.content) }
                }
            }
        }
    }
}

impl IntoResponse for HostedPage {
    fn into_response(self) -> Response {
        Html(self.markup().into_string()).into_response()
    }
}

/// The style of all pages: that of what is printed, and that of forms.
pub(super) async fn style() -> Response {
    let [page, handout] = handout::STYLES;
    file("text/css; charset=utf-8", format!("{page}{handout}{STYLE}{DEMO_STYLE}"))
}

/// The script that makes pages better where scripts run.
pub(super) async fn script() -> Response {
    file("text/javascript; charset=utf-8", SCRIPT.to_owned())
}

fn file(kind: &'static str, text: String) -> Response {
    ([(CONTENT_TYPE, HeaderValue::from_static(kind))], text).into_response()
}

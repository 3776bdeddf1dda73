//! The first page: where the code of a room is entered.

use std::net::SocketAddr;

use axum::extract::{ConnectInfo, Query, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use maud::html;
use serde::Deserialize;

use super::error::HostError;
use super::page::HostedPage;
use super::rooms::RoomHost;
use super::visit::address;

/// What the form of the first page sends.
#[derive(Debug, Deserialize)]
pub(super) struct Entered {
    code: Option<String>,
}

/// The form for a code, or the way to the room of a code.
pub(super) async fn home(
    State(host): State<RoomHost>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    Query(entered): Query<Entered>,
) -> Result<Response, HostError> {
    let Some(code) = entered.code else { return Ok(form(None).into_response()) };
    // Cookies of a room are not sent to this page.
    match host.room_named(&code, address(&host, peer, &headers), |_| false).await {
        Ok(room) => Ok(Redirect::to(&format!("/room/{}", room.code().as_str())).into_response()),
        Err(HostError::Unknown) => Ok(form(Some(&code)).into_response()),
        Err(error) => Err(error),
    }
}

/// Every address that leads nowhere.
pub(super) async fn unknown() -> HostError {
    HostError::Unknown
}

fn form(wrong: Option<&str>) -> HostedPage {
    let content = html! {
        article {
            h2 { "Join a room" }
            @if let Some(wrong) = wrong {
                p.notice.bad role="alert" { "There is no room with the code “" (wrong) "”." }
            }
            form method="get" action="/" {
                label.field {
                    span { "Room code" }
                    span.note { "8 letters and digits, for example K7QM-4TXP" }
                    input type="text" name="code" required maxlength="20" autocomplete="off"
                        autocapitalize="characters" spellcheck="false" autofocus;
                }
                div.actions { button.main type="submit" { "Join" } }
            }
        }
    };
    HostedPage { title: "Join a room".to_owned(), content }
}

//! Who asks for a page: the room in its address, and the tokens in its cookies.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use axum::extract::{ConnectInfo, Form, FromRequestParts, RawPathParams};
use axum::http::Uri;
use axum::http::header::{COOKIE, HeaderMap, HeaderName, HeaderValue, SET_COOKIE};
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};

use super::error::HostError;
use super::room::{HostedRoom, RoomMember, RoomState};
use super::rooms::{GuessedBy, RoomHost};
use super::token::{RoomCode, RoomToken};

/// The cookie of somebody who joined.
pub(super) const MEMBER: &str = "coldstart-member";
/// The cookie of the instructor.
const INSTRUCTOR: &str = "coldstart-instructor";
/// How long a browser keeps a cookie, in seconds: 30 days. Our choice.
const COOKIE_AGE: u32 = 30 * 24 * 3_600;
/// The header in which a proxy says whom it asks for.
const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// A request for a page of a room.
#[derive(Debug)]
pub(super) struct Visit {
    pub(super) host: RoomHost,
    pub(super) room: Arc<HostedRoom>,
    address: IpAddr,
    headers: HeaderMap,
}

/// The fields of a form, in their order.
pub(super) type Fields = Form<Vec<(String, String)>>;

impl FromRequestParts<RoomHost> for Visit {
    type Rejection = HostError;

    async fn from_request_parts(parts: &mut Parts, host: &RoomHost) -> Result<Self, HostError> {
        let ConnectInfo(peer) = ConnectInfo::<SocketAddr>::from_request_parts(parts, host)
            .await
            .map_err(|_| HostError::Unknown)?;
        let params = RawPathParams::from_request_parts(parts, host).await;
        let params = params.map_err(|_| HostError::Unknown)?;
        let code = params.iter().find_map(|(name, value)| (name == "code").then_some(value));
        let code = code.unwrap_or_default();
        if let Some(address) = elsewhere(&parts.uri, code) {
            return Err(HostError::Elsewhere(address));
        }
        let address = address(host, peer, &parts.headers);
        let belongs = |room: &HostedRoom| {
            let is = |name, has: fn(&RoomState, &RoomToken) -> bool| {
                token(&parts.headers, name).is_some_and(|it| room.look(|state| has(state, &it)))
            };
            is(MEMBER, |state, token| state.member_with(token).is_some())
                || is(INSTRUCTOR, RoomState::is_instructor)
        };
        let room = host.room_named(code, address, belongs).await?;
        Ok(Self { host: host.clone(), room, address, headers: parts.headers.clone() })
    }
}

impl Visit {
    /// Who asks, if they joined the room.
    pub(super) fn joined(&self) -> Option<RoomMember> {
        let token = token(&self.headers, MEMBER)?;
        self.room.look(|state| state.member_with(&token).cloned())
    }

    /// Who asks.
    ///
    /// # Errors
    ///
    /// [`HostError::Stranger`] where they did not join the room.
    pub(super) fn member(&self) -> Result<RoomMember, HostError> {
        self.joined().ok_or(HostError::Stranger)
    }

    /// Counts wrong secrets of the address that asks.
    pub(super) fn by_address(&self) -> GuessedBy {
        GuessedBy::address(self.address)
    }

    /// Counts wrong ids in the room.
    pub(super) fn by_room(&self) -> GuessedBy {
        GuessedBy::Room(self.room.code().clone())
    }

    /// Whether the instructor asks.
    pub(super) fn is_instructor(&self) -> bool {
        let token = token(&self.headers, INSTRUCTOR);
        token.is_some_and(|token| self.room.look(|state| state.is_instructor(&token)))
    }

    /// Sees that the instructor asks.
    ///
    /// # Errors
    ///
    /// [`HostError::Stranger`] where somebody else does.
    pub(super) fn instructor(&self) -> Result<(), HostError> {
        self.is_instructor().then_some(()).ok_or(HostError::Stranger)
    }

    /// Lets the instructor in at `page` whose secret is right.
    ///
    /// # Errors
    ///
    /// [`HostError::Stranger`] where it is not, or another one after too many guesses.
    pub(super) fn enter(&self, page: &str, secret: &str) -> Result<Response, HostError> {
        let secret = RoomToken::shown(secret);
        let is_right = || self.room.look(|state| state.is_instructor(&secret));
        let check = || is_right().then_some(()).ok_or(HostError::Stranger);
        self.host.guess(self.by_address(), check)?;
        Ok(self.to_with(page, INSTRUCTOR, &secret))
    }

    /// The address of a page of the room: `/room/K7QM4TXP/exam`.
    pub(super) fn path(&self, page: &str) -> String {
        format!("/room/{}{page}", self.room.code().as_str())
    }

    /// Sends the browser to a page of the room.
    pub(super) fn to(&self, page: &str) -> Response {
        Redirect::to(&self.path(page)).into_response()
    }

    /// Sends the browser to a page of the room with a token for the next requests.
    pub(super) fn to_with(&self, page: &str, cookie: &str, token: &RoomToken) -> Response {
        let secure = if self.host.origin().is_secure() { "; Secure" } else { "" };
        let (path, token) = (self.path(""), token.text());
        let cookie = format!(
            "{cookie}={token}; Path={path}; Max-Age={COOKIE_AGE}; HttpOnly; SameSite=Strict{secure}"
        );
        let mut response = self.to(page);
        // A token is hexadecimal, so that it is always a value.
        if let Ok(cookie) = HeaderValue::from_str(&cookie) {
            response.headers_mut().append(SET_COOKIE, cookie);
        }
        response
    }
}

/// The address of the page at `uri` with the code of its room as cookies have it in their path; `None`
/// where it stands there so. Browsers compare paths letter by letter, so that the cookie of a room is
/// not sent to `/room/k7qm-4txp`.
fn elsewhere(uri: &Uri, code: &str) -> Option<String> {
    let code: RoomCode = code.parse().ok()?;
    let rest = uri.path().strip_prefix("/room/")?;
    let (typed, page) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
    (typed != code.as_str()).then(|| format!("/room/{}{page}{query}", code.as_str()))
}

/// The token in the cookie of this name.
fn token(headers: &HeaderMap, wanted: &str) -> Option<RoomToken> {
    let cookies = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = cookies.flat_map(|cookies| cookies.split(';'));
    pairs.find_map(|pair| {
        let (name, value) = pair.trim().split_once('=')?;
        (name == wanted).then(|| RoomToken::shown(value))
    })
}

/// Whom a request comes from. A proxy on this machine says it, where the host has a public
/// address; anybody else could say anything.
pub(super) fn address(host: &RoomHost, peer: SocketAddr, headers: &HeaderMap) -> IpAddr {
    let is_proxy = host.origin().public.is_some() && peer.ip().is_loopback();
    is_proxy.then(|| forwarded(headers)).flatten().unwrap_or_else(|| peer.ip())
}

/// The address that the nearest proxy added: the last one. The client may have written those
/// before it, in the same field or in one of its own.
fn forwarded(headers: &HeaderMap) -> Option<IpAddr> {
    let last = headers.get_all(FORWARDED_FOR).iter().next_back()?.to_str().ok()?;
    last.rsplit(',').next()?.trim().parse().ok()
}

/// The first field of this name.
pub(super) fn field<'f>(Form(fields): &'f Fields, wanted: &str) -> Option<&'f str> {
    fields.iter().find_map(|(name, value)| (name == wanted).then_some(value.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_one_address() {
        let to = |typed: &str, code: &str| elsewhere(&typed.parse().unwrap(), code);
        assert_eq!(to("/room/K7QM4TXP/exam?a=b", "K7QM4TXP"), None);
        for typed in ["k7qm4txp", "K7QM-4TXP", "k7Qm-4txp"] {
            let address = to(&format!("/room/{typed}/question/3?a=b"), typed);
            assert_eq!(address.as_deref(), Some("/room/K7QM4TXP/question/3?a=b"));
        }
        let encoded = to("/room/K7QM%2D4TXP", "K7QM-4TXP");
        assert_eq!(encoded.as_deref(), Some("/room/K7QM4TXP"));
        // What is no code is no room.
        assert_eq!(to("/room/k7qm/exam", "k7qm"), None);
    }

    #[test]
    fn the_proxy_is_believed_and_not_what_came_through_it() {
        for (fields, believed) in [
            (&["198.51.100.7"][..], Some("198.51.100.7")),
            (&["203.0.113.9, 198.51.100.7"], Some("198.51.100.7")),
            (&["203.0.113.9", "198.51.100.7"], Some("198.51.100.7")),
            (&["203.0.113.9", "192.0.2.1, 2001:db8::7"], Some("2001:db8::7")),
            (&["203.0.113.9", "nobody"], None),
            (&[], None),
        ] {
            let mut headers = HeaderMap::new();
            for field in fields {
                headers.append(FORWARDED_FOR, HeaderValue::from_static(field));
            }
            let believed = believed.map(|address| address.parse().unwrap());
            assert_eq!(forwarded(&headers), believed, "{fields:?}");
        }
    }
}

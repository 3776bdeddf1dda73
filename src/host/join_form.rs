//! The page at which people join a room, whatever is done in it.

use maud::html;

use super::page::HostedPage;
use super::visit::Visit;

/// What people are asked for.
pub(super) struct JoinForm {
    pub(super) label: &'static str,
    pub(super) note: &'static str,
    pub(super) is_required: bool,
    /// The most characters that it takes.
    pub(super) longest: usize,
}

/// The page of a room with its form, or `closed` where nobody may join; `problem` is why somebody
/// was rejected.
pub(super) fn page(
    visit: &Visit,
    form: Option<&JoinForm>,
    closed: &str,
    problem: Option<&str>,
) -> HostedPage {
    let title = visit.room.look(|state| state.title.clone());
    let content = html! {
        article {
            h2 { (title) }
            p.facts { span { "Room " (visit.room.code()) } }
            @if let Some(problem) = problem { p.notice.bad role="alert" { (problem) } }
            @if let Some(form) = form {
                form method="post" action=(visit.path("/join")) {
                    label.field {
                        span { (form.label) }
                        span.note { (form.note) }
                        input type="text" name="name" required[form.is_required]
                            maxlength=(form.longest) autocomplete="off" spellcheck="false" autofocus;
                    }
                    div.actions { button.main type="submit" { "Join" } }
                }
            } @else {
                p.notice { (closed) }
            }
        }
    };
    HostedPage { title, content }
}

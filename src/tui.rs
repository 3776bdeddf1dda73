//! The terminal interface: messages in, frames out, effects for the loop.
//!
//! ```text
//!  event ──▶ Msg ──update──▶ App ──draw──▶ frame
//!                             │
//!                          Effect ──▶ the loop in `runtime`: simulate a
//!                                     slice, keep an answer, quit
//! ```
//!
//! `keys` binds keys to the commands of each screen, in rows that feed dispatch,
//! footer and help. A screen draws from its own state only, in roles and Unicode
//! signs; [`theme`] turns roles into what the terminal can show and, where it
//! must, signs into their ASCII twins. Nothing here decides what a simulation or
//! a quiz does.
//!
//! To add a screen:
//!
//! 1. write `screen/name.rs`: a struct that is a `screen::page::Page`, with the commands of
//!    its own and the rows of keys that are bound to them; a list beside what there is to
//!    say of its entries is a `screen::catalog::Source`;
//! 2. give it a variant in `screen::Screen`;
//! 3. give it a [`message::Destination`], opened in [`app::App`], and a line in
//!    the menu of `screen::home`.

pub mod app;
pub mod content;
pub mod message;
pub mod plot;
pub mod room;
pub mod screen;
pub mod settings;
pub mod theme;

mod format;
mod keys;
mod options;
mod runtime;
mod text;
mod widget;

pub use content::Content;
pub use keys::KeyAliases;
pub use options::{BackgroundSource, CastFile, Exit, LiveView, Motion, Mouse, Open, Options};
pub use room::RoomLink;

/// Shows the interface until the user leaves; the terminal is given back in
/// every case, a panic included.
pub fn run(options: Options) -> anyhow::Result<Exit> {
    let Options { open, content, theme, background, motion, mouse, answer_log, record, .. } =
        options;
    let first = match &open {
        Open::Exams(entry) => entry.clone(),
        _ => None,
    };
    let mut app = app::App::new(open, content, theme);
    app.use_keys(options.keys);
    if let Some(notice) = options.notice {
        app.notify(notice);
    }
    if let Some(room) = &options.room {
        app.invite(room.invitation.clone());
    }
    let runtime = runtime::Runtime::new(app, motion, answer_log, options.edition);
    runtime.with_room(options.room).enter(first).run(mouse, background, record)
}

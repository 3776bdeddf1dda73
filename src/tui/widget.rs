//! Pieces that several screens draw.

pub(super) mod chart;
pub(super) mod code;
pub(super) mod digits;
pub(super) mod exhibit;
pub(super) mod field;
pub(super) mod footer;
pub(super) mod gauge;
pub(super) mod list;
pub(super) mod panel;
pub(super) mod popup;
pub(super) mod scroll;

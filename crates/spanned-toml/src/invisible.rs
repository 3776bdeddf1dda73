//! Characters that leave no mark of their own, or that a terminal acts on.

/// Whether `character` may not reach a reader as it is: a control character, one
/// that leaves no mark, or one that turns the direction of writing. Tab and newline
/// are left to the caller that knows whether text may have lines.
pub fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{0}'..='\u{8}'
            | '\u{b}'..='\u{1f}'
            | '\u{7f}'..='\u{9f}'
            | '\u{ad}'
            | '\u{61c}'
            | '\u{180e}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}'
    )
}

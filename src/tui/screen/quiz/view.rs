//! How a session is rendered: in one column, or on a wide screen the question at the left and
//! beside it how the session stands, and later the explanation.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::explanation::{self, Ahead, ExplanationSources};
use super::page::{self, PageLines};
use super::{Quiz, Stage, ending, standing};
use crate::tui::content::Content;
use crate::tui::screen::page::Header;
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::exhibit;
use crate::tui::widget::list::List;
use crate::tui::widget::panel::{self, Focus};
use quizbank::model::question::Authority;
use quizbank::score::StudyScore;
use quizbank::session::AnswerMode;
use quizbank::slot::Slot;

/// From this width on there are two columns.
const WIDE: u16 = 110;
/// The widest column; longer lines are hard to read.
const WIDEST: u16 = 90;
/// What is said at the first start, after the answer and at the end.
const RUN_NEXT: &str = "Enter: watch a service where the check requests the redirect.";
const COURSE_NEXT: &str = "That is how it works: a question, and the run behind it. Enter opens the \
                           first page of the course; q goes to the menu.";
/// The narrowest.
const NARROWEST: u16 = 32;
/// Cells between the columns.
const GAP: u16 = 3;

impl Quiz {
    /// Draws the question, its explanation or the score.
    pub(super) fn draw_stage(&self, frame: &mut Frame, area: Rect, theme: Theme) {
        self.options.hide();
        self.missed.hide();
        match (self.stage, self.session.current()) {
            (Stage::Ending, _) | (_, None) => self.draw_score(frame, area, theme),
            (Stage::Asking, Some(slot)) => self.draw_question(frame, area, slot, theme),
            (Stage::Marking | Stage::Explaining | Stage::Reviewing, Some(slot)) => {
                self.draw_explanation(frame, area, slot, theme);
            }
        }
    }

    fn draw_question(&self, frame: &mut Frame, area: Rect, slot: &Slot, theme: Theme) {
        let asked = |width| match self.way {
            AnswerMode::Recall => PageLines::top(page::thinking(slot, width, theme)),
            AnswerMode::Options => {
                let cursor = self.options.position(slot.item().options.len());
                page::question(slot, cursor, width, theme)
            }
        };
        if let Some((left, right)) = columns(area, exhibit::width(slot.item())) {
            let page = asked(left.width);
            if page.lines.len() < usize::from(left.height) {
                let title = panel::title("This session", "", theme);
                let exam = self.exam.as_ref();
                let room = (right.width.saturating_sub(4), right.height.saturating_sub(3));
                let said = standing::lines(&self.session, &self.content, exam, room, theme);
                let height = panel::height_of(&said) + 2;
                let rows = page.lines.len().max(said.len() + 3);
                let [left, right] = [left, right].map(|it| panel::lowered(it, rows));
                let (place, _) = panel::split_top(Rect { y: right.y + 1, ..right }, height);
                let place = place.intersection(right);
                let inner = panel::panel(frame, place, title, Focus::Elsewhere, theme);
                panel::lines(frame, inner, said);
                return self.draw_page(frame, left, page, &self.options, theme);
            }
        }
        let column = panel::column(area);
        self.draw_page(frame, column, asked(column.width), &self.options, theme);
    }

    fn draw_explanation(&self, frame: &mut Frame, area: Rect, slot: &Slot, theme: Theme) {
        let Content { ledger, course, .. } = &*self.content;
        // At the first start the run is the next step itself.
        let run = self.run.as_ref().filter(|_| self.guide.is_none());
        let ahead = if self.guide.is_some() { Ahead::TheRightOne } else { Ahead::Everything };
        let sources = ExplanationSources { ledger, course, run, ahead };
        let typed = |width| -> Vec<Line<'static>> {
            let typed = self.objection.iter();
            typed.flat_map(|typed| page::objection(typed, width, theme)).collect()
        };
        // An exhibit that half a screen would break is shown in one column with the reasons.
        let cells = exhibit::width(slot.item());
        if let Some((left, right)) = columns(area, 0).filter(|(left, _)| cells <= left.width) {
            let question = explanation::question(slot, left.width, theme);
            if question.len() < usize::from(left.height) {
                let mut lines = vec![Line::default()];
                lines.extend(typed(right.width));
                if self.guide.is_some() {
                    lines.extend(panel::wrapped(RUN_NEXT, right.width, Role::Accent, theme));
                }
                let verdict = explanation::verdict(slot, right.width, theme);
                lines.extend(explanation::beside(slot, verdict, sources, right.width, theme));
                let rows = question.len().max(lines.len()) + 2;
                let [left, right] = [left, right].map(|it| panel::lowered(it, rows));
                let top = Rect { y: left.y + 1, height: left.height - 1, ..left };
                let (top, below) = panel::split_top(top, panel::height_of(&question));
                panel::lines(frame, top, question);
                let facts = explanation::facts(slot, ledger, left.width, theme);
                if facts.len() <= usize::from(below.height) {
                    panel::lines(frame, below, facts);
                }
                return self.draw_page(frame, right, PageLines::top(lines), &self.options, theme);
            }
        }
        let column = panel::column(area);
        let mut lines = typed(column.width);
        if self.guide.is_some() {
            lines.extend(panel::wrapped(RUN_NEXT, column.width, Role::Accent, theme));
        }
        let verdict = explanation::verdict(slot, column.width, theme);
        lines.extend(explanation::lines(slot, verdict, sources, column.width, theme));
        self.draw_page(frame, column, PageLines::top(lines), &self.options, theme);
    }

    fn draw_score(&self, frame: &mut Frame, area: Rect, theme: Theme) {
        let score = StudyScore::of(self.session.slots());
        let course = &self.content.course;
        let reported = |width| {
            let mut lines = ending::score(&score, self.topic_test.as_deref(), course, width, theme);
            if self.is_first {
                lines.push(Line::default());
                lines.extend(panel::wrapped(COURSE_NEXT, width, Role::Accent, theme));
            }
            lines
        };
        // At the first start there is one thing to do, and it is another.
        let missed: &[usize] = if self.is_first { &[] } else { &score.missed };
        let chosen = (missed, self.missed.position(missed.len()));
        let listed = |width| ending::missed(&self.session, chosen, &self.content, width, theme);
        let parts = |width| ending::parts(&score, course, width, theme);
        if let Some((left, right)) = columns(area, 0).filter(|_| !missed.is_empty()) {
            let mut lines = reported(left.width);
            lines.extend(parts(left.width));
            if lines.len() < usize::from(left.height) {
                let number = missed.get(chosen.1).copied().unwrap_or_default();
                let slot = number.checked_sub(1).and_then(|it| self.session.slots().get(it));
                let facts = slot.map_or_else(Vec::new, |slot| {
                    explanation::facts(slot, &self.content.ledger, left.width, theme)
                });
                let topic = slot.map_or_else(Vec::new, |slot| {
                    ending::topic(&slot.item().question.topic, course, left.width, theme)
                });
                for more in [facts, topic] {
                    if lines.len() + more.len() <= usize::from(left.height) {
                        lines.extend(more);
                    }
                }
                panel::lines(frame, left, lines);
                let page = listed(right.width);
                let list = panel::height_of(&page.lines) + 1;
                let (list, below) = panel::split_top(right, list);
                let is_drawn =
                    slot.is_some_and(|it| self.draw_missed(frame, below, number, it, theme));
                let right = if is_drawn { list } else { right };
                return self.draw_page(frame, right, page, &self.missed, theme);
            }
        }
        let column = panel::column(area);
        let mut page = PageLines::top(reported(column.width));
        page.append(listed(column.width));
        page.lines.extend(parts(column.width));
        self.draw_page(frame, column, page, &self.missed, theme);
    }

    /// Draws a question that was missed, with its explanation as far as there is room for it;
    /// false where there is no room for the question.
    fn draw_missed(
        &self,
        frame: &mut Frame,
        area: Rect,
        number: usize,
        slot: &Slot,
        theme: Theme,
    ) -> bool {
        let Content { ledger, course, .. } = &*self.content;
        let (width, height) = (area.width.saturating_sub(4), area.height.saturating_sub(2));
        let sources = ExplanationSources { ledger, course, run: None, ahead: Ahead::Everything };
        let verdict = explanation::verdict(slot, width, theme);
        let question = explanation::question(slot, width, theme);
        let reasons = explanation::beside(slot, verdict, sources, width, theme);
        let whole = [question.clone(), vec![Line::default()], reasons].concat();
        let fits = |lines: &Vec<Line<'_>>| panel::height_of(lines) <= height;
        let Some(lines) = [whole, question].into_iter().find(fits) else { return false };
        let title = panel::title("Question", &number.to_string(), theme);
        let (area, _) = panel::split_top(area, panel::height_of(&lines) + 2);
        let inner = panel::panel(frame, area, title, Focus::Elsewhere, theme);
        panel::lines(frame, inner, lines);
        true
    }

    /// Draws the part of `page` that fits, and in the last row what could not be
    /// done and which part it is; `list` learns where its entries are.
    fn draw_page(&self, frame: &mut Frame, area: Rect, page: PageLines, list: &List, theme: Theme) {
        let height = usize::from(area.height.saturating_sub(1));
        if let Some(cursor) = page.cursor.as_ref().filter(|_| self.follows) {
            self.scroll.follow(page.lines.len(), height, cursor);
        }
        let first = self.scroll.first(page.lines.len(), height);
        let hint = page.hint(first, height).filter(|_| self.stage == Stage::Asking);
        let rows = page.entries.into_iter().skip(first).take(height).collect();
        list.drawn_rows(Rect { height: area.height.saturating_sub(1), ..area }, rows);
        self.is_before_options.set(hint.is_some());
        let said = self.notice.as_deref().map(|notice| (Role::Warn, notice)).or(hint);
        self.scroll.draw_page(frame, area, page.lines, said, theme);
    }

    /// The line at the top.
    pub(super) fn title(&self, theme: Theme) -> Header {
        let muted = theme.style(Role::Muted);
        let course = &self.content.course;
        let title = match &self.topic_test {
            Some(topic) => format!(" Topic test of {}", course.topic_title(topic)),
            None => " Study".to_owned(),
        };
        let title = Span::styled(title, theme.style(Role::Strong));
        let Some(slot) = self.session.current().filter(|_| self.stage != Stage::Ending) else {
            return Header { left: Line::from(title), right: Line::default() };
        };
        let (number, all) = (self.session.number(), self.session.slots().len());
        let place = match self.stage {
            Stage::Reviewing => format!(" · missed: {number} of {all}"),
            _ => format!(" · {number} of {all}"),
        };
        let question = &slot.item().question;
        let topic = match &self.topic_test {
            Some(_) => String::new(),
            None => format!(" · {}", course.topic_title(&question.topic)),
        };
        // A long topic is cut on a small screen; its page is a key away.
        let more = format!("{place} · {}{topic}", edition(question.authority));
        let mut right = page::confidence(slot.confidence(), theme);
        if self.saved && self.stage == Stage::Explaining {
            right.insert(0, Span::styled("  saved", muted));
        }
        Header {
            left: Line::from(vec![title, Span::styled(more, muted)]),
            right: Line::from(right),
        }
    }
}

/// By which edition a question is answered, in few words.
const fn edition(authority: Authority) -> &'static str {
    match authority {
        Authority::Both => "course and AWS",
        Authority::Chapter => "by the course",
        Authority::Aws => "by AWS",
    }
}

/// Two columns of the same width, where the screen is wide; the left one is wider where it
/// has to be.
fn columns(area: Rect, least: u16) -> Option<(Rect, Rect)> {
    let both = area.width.saturating_sub(2 + GAP);
    let half = (both / 2).min(WIDEST);
    let left = Rect { x: area.x + 1, width: half.max(least), ..area };
    let width = half.min(both.saturating_sub(left.width));
    let right = Rect { x: left.right() + GAP, width, ..area };
    (area.width >= WIDE && width >= NARROWEST).then_some((left, right))
}

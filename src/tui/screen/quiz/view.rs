//! How a session is rendered: in one column, or on a wide screen the question at the left and
//! beside it how the session stands, and later the explanation. What belongs to a question
//! stands below it once it is answered.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::explanation::{self, Ahead, Answered};
use super::page::{self, PageLines};
use super::standing::Shown;
use super::{Quiz, Stage, ending, standing};
use crate::app::proof::run::ProofRun;
use crate::tui::screen::blueprint;
use crate::tui::screen::catalog::Detail;
use crate::tui::screen::page::Header;
use crate::tui::screen::related;
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::exhibit;
use crate::tui::widget::list::List;
use crate::tui::widget::panel::{self, Focus};
use quizbank::model::question::Authority;
use quizbank::progress::LearnerProgress;
use quizbank::score::StudyScore;
use quizbank::session::AnswerMode;
use quizbank::slot::Slot;

/// What is said at the first start, after the answer and at the end.
const RUN_NEXT: &str = "Enter: watch a service where the check requests the redirect.";
const COURSE_NEXT: &str = "That is how it works: a question, and the run behind it. Enter opens the \
                           first page of the course; q goes to the menu.";
/// The rows of a question on a high screen: what stands below it stays where it is while one
/// short question follows another.
const ROWS: u16 = 18;
/// The least rows of what stands below a list of questions.
const LEAST: u16 = 6;
/// From this height on a question has at least [`ROWS`].
const HIGH: u16 = 44;

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
        let cells = exhibit::width(slot.item());
        if let Some([left, right]) = panel::beside_with(area, [cells, 0]) {
            let page = asked(panel::inner_width(left));
            if page.lines.len() + 3 <= usize::from(left.height) {
                self.draw_asked(frame, left, page, theme);
                return self.draw_session(frame, right, theme);
            }
        }
        let column = panel::column(area);
        // A page without a bar needs no blank before it, and a full one none at its top.
        let wide = Rect { width: area.width.saturating_sub(2).min(panel::WIDEST), ..column };
        let pages = [(column, asked(column.width)), (wide, asked(wide.width).tight())];
        let is_whole = |page: &PageLines| page.lines.len() < usize::from(area.height);
        let (column, page) = (pages.into_iter().find(|(_, page)| is_whole(page)))
            .unwrap_or_else(|| (column, asked(column.width).tight()));
        let rows = panel::height_of(&page.lines).saturating_add(1);
        let place =
            related::draw_below(frame, (area, rows), self.below_asked(area, rows, theme), theme);
        let place = Rect { height: place.height, ..column };
        self.draw_page(frame, place, page, &self.options, theme);
    }

    /// What stands below a question of `rows` rows in one column: what a wide screen has beside it.
    fn below_asked(&self, area: Rect, rows: u16, theme: Theme) -> Vec<Detail> {
        let width = panel::inner_width(area);
        if self.is_first {
            // The first run is understood within a minute: few words.
            return Vec::new();
        }
        let learner = (self.exam.as_ref(), self.learner());
        let mut about = standing::about(&self.session, &self.content, learner, width, theme);
        if self.session.slots().len() > 1 {
            about.lines.splice(..0, standing::so_far(&self.session, width, theme));
        }
        let room = area.height.saturating_sub(rows + panel::height_of(&about.lines) + 2);
        let counts = standing::counts(&self.session, self.way, (width, room), theme);
        if panel::height_of(&counts.lines) + 2 > room {
            let brief = standing::counts_in_brief(&self.session, self.way, width, theme);
            let brief = Some(brief).filter(|brief| panel::height_of(brief) <= room);
            about.lines.extend(brief.into_iter().flatten());
            return vec![about];
        }
        vec![about, counts]
    }

    /// Draws the question, and below it what is no help with its answer.
    fn draw_asked(&self, frame: &mut Frame, area: Rect, page: PageLines, theme: Theme) {
        let width = panel::inner_width(area);
        let learner = (self.exam.as_ref(), self.learner());
        let about = standing::about(&self.session, &self.content, learner, width, theme);
        let has_options = self.way == AnswerMode::Options;
        let least = if has_options && area.height >= HIGH { ROWS } else { 0 };
        // A row is for what is said below.
        let rows = (panel::height_of(&page.lines) + 3).max(least);
        let room = area.height.saturating_sub(rows + panel::height_of(&about.lines) + 2);
        let counts = standing::counts(&self.session, self.way, (width, room), theme);
        let mut more = vec![about, counts];
        if let Some(progress) = self.learner() {
            let all = standing::topics(progress, &self.content, width, theme);
            if panel::height_of(&all.lines) + 2 <= room {
                more.insert(1, all);
            } else {
                let learner = (progress, &*self.content);
                more.push(standing::step_topics(&self.session, learner, width, theme));
            }
        }
        if self.has_steps_below(area) {
            more = related::and_steps(more, &self.content.course, (area, rows), theme);
        }
        let place = related::draw_below(frame, (area, rows), more, theme);
        let title = panel::title("Question", "", theme);
        let place = panel::panel(frame, place, title, Focus::Here, theme);
        self.draw_page(frame, place, page, &self.options, theme);
    }

    /// How the learner stands, unless this is the first start: there is nothing to see yet.
    fn learner(&self) -> Option<&LearnerProgress> {
        self.progress.as_ref().filter(|_| !self.is_first)
    }

    /// Whether the steps of the course stand below the question, where a learner's topics do not.
    fn has_steps_below(&self, area: Rect) -> bool {
        self.learner().is_none() && area.height >= HIGH
    }

    /// Draws how the session stands, and below it the learner.
    fn draw_session(&self, frame: &mut Frame, area: Rect, theme: Theme) {
        let width = panel::inner_width(area);
        let exam = self.exam.as_ref();
        let room = (width, area.height.saturating_sub(2));
        let shown = match self.stage {
            Stage::Ending => Shown::Over(&self.session),
            _ => Shown::Going(&self.session),
        };
        let said = standing::lines(shown, &self.content, exam, room, theme);
        let learner = self.learner();
        let domains = learner.map(|progress| standing::domains(progress, width, theme));
        let rows = panel::height_of(&said) + 2;
        let room = (width, area.height.saturating_sub(rows));
        let bank = learner.is_none().then(|| blueprint::bank(&self.content, room, theme));
        let more = domains.into_iter().chain(bank).collect();
        let mut more = if self.has_steps_below(area) {
            more
        } else {
            related::and_steps(more, &self.content.course, (area, rows), theme)
        };
        if learner.is_none() {
            more.extend(self.exam_outline(width, theme));
        }
        let place = related::draw_below(frame, (area, rows), more, theme);
        Detail::new("This session", "", said, theme).draw(frame, place, theme);
    }

    /// The domains of the exam that is prepared for.
    fn exam_outline(&self, width: u16, theme: Theme) -> Option<Detail> {
        let exam = self.exam.as_ref()?.blueprint(&self.content.blueprints)?;
        let lines = blueprint::outline(exam, width, theme);
        Some(Detail::new("The practice exam", "", lines, theme))
    }

    fn draw_explanation(&self, frame: &mut Frame, area: Rect, slot: &Slot, theme: Theme) {
        // At the first start the run is the next step itself.
        let run = self.run.as_ref().filter(|_| self.guide.is_none());
        let ahead = if self.guide.is_some() { Ahead::TheRightOne } else { Ahead::Everything };
        let answered = Answered { slot, run, content: &self.content, ahead };
        let said = |width| -> Vec<Line<'static>> {
            let typed = self.objection.iter();
            let typed = typed.flat_map(|typed| page::objection(typed, width, theme));
            let next = self.guide.iter();
            let next = next.flat_map(|_| panel::wrapped(RUN_NEXT, width, Role::Accent, theme));
            typed.chain(next).collect()
        };
        // An exhibit that half a screen would break is shown in one column with the reasons.
        let cells = exhibit::width(slot.item());
        let explained = |width| {
            let mut lines = said(width);
            let verdict = explanation::verdict(slot, width, theme);
            lines.extend(explanation::beside(answered, verdict, width, theme));
            lines
        };
        // A row is for what is said below.
        let fits = |[left, right]: &[Rect; 2]| {
            let question = explanation::question(slot, panel::inner_width(*left), theme);
            let is_whole = panel::height_of(&question) + 2 <= left.height;
            (is_whole, panel::height_of(&explained(panel::inner_width(*right))) + 3 <= right.height)
        };
        let halves = panel::beside(area).filter(|[left, _]| cells + 4 <= left.width);
        if let Some(halves) = halves.filter(|halves| fits(halves).0) {
            // A long explanation has the width that its question can do without.
            let wide = (area.width * 3 / 5).min(panel::WIDEST);
            let uneven = panel::beside_with(area, [cells, wide]).filter(|uneven| fits(uneven).0);
            let [left, right] = uneven.filter(|_| !fits(&halves).1).unwrap_or(halves);
            let question = explanation::question(slot, panel::inner_width(left), theme);
            let lines = explained(panel::inner_width(right));
            let run = run.map(ProofRun::scenario);
            let width = panel::inner_width(right).min(panel::inner_width(left));
            let [run, topic, terms] = related::rest(slot, run, &self.content, width, theme);
            let rows = panel::height_of(&question) + 2;
            let room = (panel::inner_width(left), left.height - rows);
            let basis = related::basis(slot, &self.content, room, theme);
            let place = related::draw_below(frame, (left, rows), vec![basis, topic], theme);
            Detail::new("Question", "", question, theme).draw(frame, place, theme);
            let rows = panel::height_of(&lines) + 3;
            let more = vec![run, terms];
            let more = related::and_steps(more, &self.content.course, (right, rows), theme);
            let place = related::draw_below(frame, (right, rows), more, theme);
            let title = panel::title("Explanation", "", theme);
            let place = panel::panel(frame, place, title, Focus::Here, theme);
            return self.draw_page(frame, place, PageLines::top(lines), &self.options, theme);
        }
        let column = panel::column(area);
        let mut lines = said(column.width);
        let verdict = explanation::verdict(slot, column.width, theme);
        lines.extend(explanation::lines(answered, verdict, column.width, theme));
        let page = PageLines::top(lines);
        self.draw_page(frame, column, page, &self.options, theme);
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
        if let Some([left, right]) = panel::beside(area) {
            let mut lines = reported(panel::inner_width(left));
            lines.extend(parts(panel::inner_width(left)));
            if panel::height_of(&lines) + 3 <= left.height {
                let number = missed.get(chosen.1).copied();
                let slot = number.and_then(|number| self.session.slots().get(number - 1));
                let rows = panel::height_of(&lines) + 3;
                let room = (panel::inner_width(left), left.height - rows);
                let more = self.leads(slot, room, theme);
                let more = related::and_steps(more, course, (left, rows), theme);
                let place = related::draw_below(frame, (left, rows), more, theme);
                let title = panel::title("Score", "", theme);
                let place = panel::panel(frame, place, title, Focus::Here, theme);
                let Some((number, slot)) = number.zip(slot) else {
                    self.draw_page(frame, place, PageLines::top(lines), &self.missed, theme);
                    return self.draw_session(frame, right, theme);
                };
                panel::lines(frame, place, lines);
                let page = listed(panel::inner_width(right));
                let (list, below) = panel::split_top(right, panel::height_of(&page.lines) + 3);
                let has_room = below.height > LEAST;
                if has_room && !self.draw_missed(frame, below, number, slot, theme) {
                    self.draw_session(frame, below, theme);
                }
                let title = panel::title("Questions", "", theme);
                let right = if has_room { list } else { right };
                let right = panel::panel(frame, right, title, Focus::Here, theme);
                return self.draw_page(frame, right, page, &self.missed, theme);
            }
        }
        let column = panel::column(area);
        let mut page = PageLines::top(reported(column.width));
        page.append(listed(column.width));
        page.lines.extend(parts(column.width));
        let (top, below) = panel::split_top(area, panel::height_of(&page.lines).saturating_add(1));
        let number = missed.get(chosen.1).copied();
        let slot = number.and_then(|number| self.session.slots().get(number - 1));
        let is_shown = number
            .zip(slot)
            .is_some_and(|(number, slot)| self.draw_missed(frame, below, number, slot, theme));
        let height = if is_shown { top.height } else { column.height };
        self.draw_page(frame, Rect { height, ..column }, page, &self.missed, theme);
    }

    /// What belongs to a question that was missed, or to the topic where none was.
    fn leads(&self, missed: Option<&Slot>, (width, room): (u16, u16), theme: Theme) -> Vec<Detail> {
        let course = &self.content.course;
        let slot = missed.or_else(|| self.session.slots().first());
        let topic = slot.map(|slot| &slot.item().question.topic);
        let topic = topic.map(|topic| related::topic(topic, course, width, theme));
        let basis = missed.map(|slot| related::basis(slot, &self.content, (width, room), theme));
        basis.into_iter().chain(topic).collect()
    }

    /// Draws a question that was missed, with its options and their reasons as far as there is room
    /// for them; false where there is no room for the question.
    fn draw_missed(
        &self,
        frame: &mut Frame,
        area: Rect,
        number: usize,
        slot: &Slot,
        theme: Theme,
    ) -> bool {
        let (width, height) = (area.width.saturating_sub(4), area.height.saturating_sub(2));
        let content = &*self.content;
        let answered = Answered { slot, run: None, content, ahead: Ahead::Everything };
        let verdict = explanation::verdict(slot, width, theme);
        let question = explanation::question(slot, width, theme);
        let reasons = explanation::beside(answered, verdict, width, theme);
        let whole = [question.clone(), vec![Line::default()], reasons].concat();
        let stem = exhibit::stem(slot.item(), width, Role::Plain, theme);
        let fits = |lines: &Vec<Line<'_>>| panel::height_of(lines) <= height;
        let Some(lines) = [whole, question, stem].into_iter().find(fits) else { return false };
        let title = panel::title("Question", &number.to_string(), theme);
        let rows = panel::height_of(&lines) + 2;
        let more = vec![related::terms(slot.item(), &content.course, width, theme)];
        let more = related::and_claims(more, slot, content, (area, rows), theme);
        let area = related::draw_below(frame, (area, rows), more, theme);
        let inner = panel::panel(frame, area, title, Focus::Elsewhere, theme);
        panel::lines(frame, inner, lines);
        true
    }

    /// Draws the part of `page` that fits, and in the last row what could not be
    /// done and which part it is; `list` learns where its entries are.
    fn draw_page(&self, frame: &mut Frame, area: Rect, page: PageLines, list: &List, theme: Theme) {
        let said = self.notice.as_deref().map(|notice| (Role::Warn, notice));
        let moved = (&self.scroll, list, self.follows);
        self.is_before_options.set(page.draw(frame, area, moved, said, theme));
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
            Stage::Reviewing => {
                let missed = self.missed_numbers();
                let place = missed.iter().take_while(|missed| **missed <= number).count();
                format!(" · question {number} · missed question {place} of {}", missed.len())
            }
            _ => format!(" · {number} of {all}"),
        };
        let question = &slot.item().question;
        let topic = match &self.topic_test {
            Some(_) => String::new(),
            None => format!(" · {}", course.topic_title(&question.topic)),
        };
        // A long topic is cut on a small screen; its page is a key away.
        let more = format!("{place} · {}{topic}", edition(question.authority));
        // What one is asked to say where no key says it is not asked.
        let is_asked = self.way == AnswerMode::Options && self.stage != Stage::Reviewing;
        let said = slot.confidence();
        let mut right =
            if is_asked || said.is_some() { page::confidence(said, theme) } else { Vec::new() };
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

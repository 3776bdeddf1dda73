//! Papers of a form, and versions of it for neighbors.

use std::sync::Arc;

use rand::seq::SliceRandom;

use super::{Form, FormQuestion};
use crate::model::blueprint::Blueprint;
use crate::model::paper::{
    AnswerKey, FormIdentity, FormVersion, NamedForm, Paper, PrintedForm, PrintedOption,
    PrintedQuestion, VersionQuestion,
};
use crate::model::question::Order;
use crate::present::PresentedQuestion;
use crate::{hash, random};

impl Form {
    /// The paper that is handed out: nothing on it leads to the key.
    pub fn paper(&self, blueprint: &Blueprint) -> Paper {
        self.paper_of(blueprint, None, self.questions())
    }

    /// The papers of a number of versions of the form, and their key: the same questions and
    /// numbers, in another order each, and so are options that have no order of their own.
    pub fn versions(&self, blueprint: &Blueprint, count: usize) -> (Vec<Paper>, AnswerKey) {
        let mut key = self.key(blueprint);
        let mut papers = vec![self.paper_of(blueprint, Some(1), self.questions())];
        for version in 2..=count {
            let (form, of_key) = self.version(version);
            papers.push(form.paper_of(blueprint, Some(version), form.questions()));
            key.versions.push(of_key);
        }
        (papers, key)
    }

    /// Returns the form with its questions, and options that have no order of their own, in the
    /// order of `version`, which is 2 or more, and where each question stands in the form itself.
    pub fn version(&self, version: usize) -> (Self, FormVersion) {
        let form = self.scrambled(version);
        let number = |item: &PresentedQuestion| {
            self.entries.iter().position(|entry| entry.item.question.id == item.question.id)
        };
        let question = |FormQuestion { item, .. }: &FormQuestion| {
            let places = item.options.iter().map(|option| option.position + 1).collect();
            Some(VersionQuestion { key: number(item)? + 1, places })
        };
        let questions = form.entries.iter().filter_map(question).collect();
        let code = hash::paper(&form.questions());
        (form, FormVersion { version, code, questions })
    }

    fn scrambled(&self, version: usize) -> Self {
        let FormIdentity { seed, blueprint, .. } = &self.identity;
        let concern = |of: &str| format!("version/{version}/{of}");
        let mut form = self.clone();
        form.entries.shuffle(&mut random::stream(*seed, &concern(blueprint)));
        for FormQuestion { item, .. } in &mut form.entries {
            if item.question.order == Order::Shuffled {
                let id = &item.question.id.0.clone();
                let mut order = random::stream(*seed, &concern(id));
                Arc::make_mut(item).options.shuffle(&mut order);
            }
        }
        form
    }

    pub(super) fn questions(&self) -> Vec<PrintedQuestion> {
        let asked = |FormQuestion { item, .. }: &FormQuestion| PrintedQuestion {
            select: item.wanted(),
            stem: item.stem.clone(),
            exhibit: item.question.exhibit.clone(),
            options: item
                .options
                .iter()
                .map(|option| PrintedOption { text: option.text.clone() })
                .collect(),
        };
        self.entries.iter().map(asked).collect()
    }

    fn paper_of(
        &self,
        blueprint: &Blueprint,
        version: Option<usize>,
        questions: Vec<PrintedQuestion>,
    ) -> Paper {
        let FormIdentity { topic, series, .. } = self.identity.clone();
        Paper {
            form: NamedForm::Printed(PrintedForm {
                blueprint: self.identity.blueprint.clone(),
                topic,
                series,
                version,
                code: hash::paper(&questions),
            }),
            title: blueprint.title.clone(),
            minutes: blueprint.minutes,
            whole: Some(blueprint.questions).filter(|whole| *whole > self.entries.len()),
            questions,
        }
    }
}

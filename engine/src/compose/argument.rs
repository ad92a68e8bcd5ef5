//! Arguments of a block: given or by default, of the declared type, and put in place of `$name` and `{name}`.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::compose::composer::{Composer, is_id};
use crate::compose::fault::Report;
use crate::compose::frame::Frame;
use crate::compose::parameter::{Parameter, ParameterType};
use crate::compose::part::Block;
use crate::compose::tree::map_of;
use crate::diagnostic::suggest::{closest, did_you_mean};
use crate::document::rule::RuleText;
use crate::form::provenance::{Step, What};
use crate::source::Span;
use crate::syntax::tree::{Data, Entry, Node, Offsets, Scalar};

impl Composer<'_> {
    /// What a use gives for each parameter, else its default.
    pub(super) fn arguments(
        &mut self,
        block: &Block,
        given: &Node,
        at: Span,
        origin: u32,
    ) -> Option<BTreeMap<Arc<str>, (ParameterType, Node)>> {
        let with = map_of(given, "with");
        let declared = || block.parameters.iter().map(|parameter| &*parameter.id.value);
        for argument in with.iter().filter(|argument| !declared().any(|name| *name == *argument.key)) {
            let help = did_you_mean(&argument.key, declared());
            self.sink.unknown_argument(&block.id, (argument.key.clone(), argument.key_span), help);
        }
        let misspelt: Vec<&str> =
            with.iter().map(|argument| &*argument.key).filter(|key| !declared().any(|name| name == *key)).collect();
        let mut arguments = BTreeMap::new();
        let mut complete = true;
        for parameter in &block.parameters {
            let node = with.iter().find(|argument| argument.key == parameter.id.value).map(|argument| argument.value.clone());
            let Some(node) = node.or_else(|| parameter.default.as_ref().map(|node| node.of(origin))) else {
                // A misspelt argument means it, which is told there.
                if closest(&parameter.id.value, misspelt.iter().copied()).is_none() {
                    self.sink.missing_argument(&block.id, parameter, at);
                }
                complete = false;
                continue;
            };
            complete &= self.check_argument(parameter, &node);
            arguments.insert(parameter.id.value.clone(), (parameter.holds, node));
        }
        complete.then_some(arguments)
    }

    fn check_argument(&mut self, parameter: &Parameter, node: &Node) -> bool {
        let good = parameter.holds.takes(node);
        if !good {
            self.sink.wrong_argument(parameter, node.span);
        }
        good
    }

    /// An argument as a rule; nothing for lists and texts.
    pub(super) fn rule_of(&self, holds: ParameterType, node: &Node) -> Option<RuleText> {
        let Data::Scalar(scalar) = &node.data else { return None };
        if !matches!(holds, ParameterType::Rule | ParameterType::Number | ParameterType::Flag) {
            return None;
        }
        let text = self.uses.get((node.span.origin as usize).wrapping_sub(1)).map_or(&self.home.text, |part| &part.text);
        let offsets = Offsets::new(text, node.span, &scalar.text);
        Some(RuleText { text: scalar.text.clone(), span: node.span, offsets, parts: None })
    }

    /// Puts arguments in place of `$name`, and of `{name}` in texts.
    pub(super) fn put_arguments(&mut self, node: &mut Node, frame: &Frame, key: Option<&str>) {
        match &mut node.data {
            Data::Scalar(scalar) => {
                if let Some(name) = whole_parameter(scalar)
                    && !matches!(key, Some("ja" | "en" | "pattern"))
                {
                    match frame.arguments.get(name) {
                        Some((_, argument)) => *node = argument.clone(),
                        None => self.sink.unknown_parameter(name, node.span, frame.arguments.keys().map(|name| &**name)),
                    }
                } else if let Some(language @ ("ja" | "en")) = key {
                    fill(scalar, language, frame);
                }
            }
            Data::List(nodes) => nodes.iter_mut().for_each(|node| self.put_arguments(node, frame, None)),
            Data::Map(entries) => {
                for entry in entries {
                    let key = entry.key.clone();
                    self.put_arguments(&mut entry.value, frame, Some(&key));
                }
            }
        }
    }

    /// The keys of an item that get their value from a parameter.
    pub(super) fn parameters_of(&self, node: &Node, frame: &Frame) -> Vec<Step> {
        let given = |entry: &Entry| {
            let Data::Scalar(scalar) = &entry.value.data else { return None };
            let name = whole_parameter(scalar)?;
            let (_, argument) = frame.arguments.get(name)?;
            Some(self.step(What::Parameter(entry.key.clone(), name.into()), argument.span.origin, argument.span))
        };
        node.entries().iter().filter_map(given).collect()
    }
}

/// `$name` and nothing else.
fn whole_parameter(scalar: &Scalar) -> Option<&str> {
    let name = scalar.text.trim().strip_prefix('$')?;
    is_id(name).then_some(name)
}

/// `{name}` in one language's text.
pub(super) fn fill(scalar: &mut Scalar, language: &str, frame: &Frame) {
    if !scalar.text.contains('{') {
        return;
    }
    let mut text = scalar.text.to_string();
    for (name, (_, argument)) in &frame.arguments {
        let mark = format!("{{{name}}}");
        let given = match &argument.data {
            Data::Scalar(scalar) => Some(&scalar.text),
            _ => argument.entry(language).and_then(|entry| match &entry.value.data {
                Data::Scalar(scalar) => Some(&scalar.text),
                _ => None,
            }),
        };
        if let Some(given) = given.filter(|_| text.contains(&mark)) {
            text = text.replace(&mark, given);
        }
    }
    if text != *scalar.text {
        *scalar = Scalar { text: text.into(), plain: false };
    }
}

//! Reads the values of a checked table.

use crate::rubric::format::{At, Node, Table};
use crate::submission::SubmissionType;

/// A table with its dotted key. Getters return `None` for values that are absent or that the check refused.
#[derive(Debug, Clone)]
pub(super) struct Reader<'n> {
    pub(super) table: &'n Table,
    pub(super) at: At,
    pub(super) key: String,
}

impl<'n> Reader<'n> {
    pub(super) fn get(&self, key: &str) -> Option<&'n Node> {
        self.table.get(key)
    }

    pub(super) fn text(&self, key: &str) -> Option<&'n str> {
        self.get(key)?.text()
    }

    pub(super) fn owned(&self, key: &str) -> Option<String> {
        self.text(key).map(str::to_owned)
    }

    pub(super) fn number(&self, key: &str) -> Option<f64> {
        self.get(key)?.number()
    }

    pub(super) fn bool(&self, key: &str) -> Option<bool> {
        self.get(key)?.bool()
    }

    /// The strings of a list.
    pub(super) fn texts(&self, key: &str) -> Option<Vec<&'n str>> {
        Some(self.get(key)?.list()?.iter().filter_map(Node::text).collect())
    }

    pub(super) fn submission_types(&self, key: &str) -> Option<Vec<SubmissionType>> {
        Some(self.texts(key)?.into_iter().filter_map(SubmissionType::parse).collect())
    }

    pub(super) fn key(&self, name: &str) -> String {
        if self.key.is_empty() { name.to_owned() } else { format!("{}.{name}", self.key) }
    }

    pub(super) fn at(&self, key: &str) -> At {
        self.get(key).map_or(self.at, |node| node.at)
    }

    pub(super) fn inner(&self, key: &str) -> Option<Reader<'n>> {
        let node = self.get(key)?;
        Some(Reader { table: node.table()?, at: node.at, key: self.key(key) })
    }

    pub(super) fn tables(&self, key: &str) -> Vec<Reader<'n>> {
        let items = self.get(key).and_then(Node::list).unwrap_or_default();
        let reader = |(index, node): (usize, &'n Node)| {
            let table = node.table()?;
            let id = table.get("id").and_then(Node::text).map_or_else(|| index.to_string(), str::to_owned);
            Some(Reader { table, at: node.at, key: format!("{}[{id}]", self.key(key)) })
        };
        items.iter().enumerate().filter_map(reader).collect()
    }
}

//! Values, as our JSON has them and as the rival's.

use std::collections::HashMap;
use std::sync::Arc;

use cel::objects::{Key, Map};
use chrono::{DateTime, TimeDelta};
use serde_json::{Value as Json, json};

#[derive(Clone, Debug)]
pub enum Value {
    Bool(bool),
    Int(i64),
    Double(f64),
    Text(String),
    /// Milliseconds since 1970.
    Time(i64),
    /// Milliseconds.
    Span(i64),
    List(Vec<Value>),
}

impl Value {
    pub fn ours(&self) -> Json {
        match self {
            Self::Bool(value) => json!(value),
            Self::Int(value) | Self::Time(value) => json!(value),
            Self::Double(value) => json!(value),
            Self::Text(value) => json!(value),
            Self::Span(value) => json!(format!("{value}ms")),
            Self::List(items) => items.iter().map(Self::ours).collect(),
        }
    }

    pub fn rival(&self) -> cel::Value {
        match self {
            Self::Bool(value) => cel::Value::Bool(*value),
            Self::Int(value) => cel::Value::Int(*value),
            Self::Double(value) => cel::Value::Float(*value),
            Self::Text(value) => cel::Value::String(Arc::new(value.clone())),
            Self::Time(value) => cel::Value::Timestamp(
                DateTime::from_timestamp_millis(*value).expect("a year of four digits").fixed_offset(),
            ),
            Self::Span(value) => cel::Value::Duration(TimeDelta::milliseconds(*value)),
            Self::List(items) => cel::Value::List(Arc::new(items.iter().map(Self::rival).collect())),
        }
    }
}

/// Where an attribute is read, and where its value comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    Facts,
    /// The question says it.
    Question,
    /// The question says it too, and is not listened to.
    Unheard,
}

/// An attribute's full name, such as `resource.count`, its value, and where that comes from.
#[derive(Clone, Debug)]
pub struct Told {
    pub name: String,
    pub value: Value,
    pub source: Source,
}

/// What is known.
#[derive(Clone, Debug, Default)]
pub struct Known {
    pub told: Vec<Told>,
    /// Milliseconds since 1970.
    pub now: Option<i64>,
}

impl Known {
    /// The attributes of a root (`resource`, `subject`, `context`, `settings`) from one source.
    pub fn ours(&self, root: &str, source: Source) -> Json {
        let own = self.told.iter().filter(|told| told.source == source);
        let named =
            own.filter_map(|told| Some((told.name.strip_prefix(root)?.strip_prefix('.')?, &told.value)));
        Json::Object(named.map(|(name, value)| (name.to_owned(), value.ours())).collect())
    }

    /// All the attributes of a root that count.
    fn rival(&self, root: &str) -> cel::Value {
        let heard = self.told.iter().filter(|told| told.source != Source::Unheard);
        let named =
            heard.filter_map(|told| Some((told.name.strip_prefix(root)?.strip_prefix('.')?, &told.value)));
        let map: HashMap<Key, cel::Value> =
            named.map(|(name, value)| (Key::from(name.to_owned()), value.rival())).collect();
        cel::Value::Map(Map { map: Arc::new(map) })
    }

    pub fn context(&self) -> cel::Context<'static, 'static> {
        let mut context = cel::Context::default();
        for root in ["resource", "subject", "context", "settings"] {
            context.add_variable_from_value(root, self.rival(root));
        }
        if let Some(now) = self.now {
            context.add_variable_from_value("now", Value::Time(now).rival());
        }
        context
    }
}

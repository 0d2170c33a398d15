//! From text to syntax: a hand-written descent over the grammar in docs/CATALOG.md.

use super::time::whole_number;
use crate::cut::cut;
use crate::limits;

/// What was read, and where it begins (in characters, from 1).
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// The first character.
    pub at: usize,
    /// What stands there.
    pub syntax: Syntax,
}

/// The shapes of the grammar; names are still texts.
#[derive(Clone, Debug, PartialEq)]
pub enum Syntax {
    Bool(bool),
    Int(i64),
    Double(f64),
    Text(String),
    Name(String),
    List(Vec<Node>),
    Member(Box<Node>, String),
    Call(String, Vec<Node>),
    Macro { list: Box<Node>, all: bool, variable: String, body: Box<Node> },
    Unary(char, Box<Node>),
    Binary(&'static str, Box<Node>, Box<Node>),
    Choose(Box<Node>, Box<Node>, Box<Node>),
}

/// What is wrong, and at which character.
#[derive(Debug, PartialEq, Eq)]
pub struct Fault {
    pub at: usize,
    pub message: String,
}

pub type Parsed<T> = Result<T, Fault>;

enum Token {
    Bool(bool),
    Int(i64),
    Double(f64),
    Text(String),
    Name(String),
    Sign(&'static str),
    End,
}

/// Longer signs first, so that `<=` is not read as `<`.
const SIGNS: [&str; 22] = [
    "==", "!=", "<=", ">=", "&&", "||", "<", ">", "!", "+", "-", "(", ")", "[", "]", ",", ".", "?", ":", "*",
    "/", "%",
];

/// Parses a whole condition.
pub fn parse(text: &str) -> Parsed<Box<Node>> {
    if text.len() > limits::CONDITION_BYTES {
        return Err(Fault { at: 1, message: format!("longer than {} bytes", limits::CONDITION_BYTES) });
    }
    let tokens = tokens(text)?;
    let mut parser = Parser { tokens, next: 0, depth: 0 };
    let node = parser.choice()?;
    match parser.peek() {
        Token::End => Ok(node),
        other => Err(parser.fault(format!("expected an operator or the end, found {}", describe(other)))),
    }
}

fn tokens(text: &str) -> Parsed<Vec<(usize, Token)>> {
    let chars: Vec<char> = text.chars().collect();
    let mut out = Vec::new();
    let mut i = 0;
    while i < chars.len() {
        let start = i;
        let c = chars[i];
        if c.is_whitespace() {
            i += 1;
            continue;
        }
        let token = if c.is_ascii_digit() {
            number(&chars, &mut i)?
        } else if c == '"' || c == '\'' {
            quoted(&chars, &mut i)?
        } else if c.is_ascii_alphabetic() || c == '_' {
            word(&chars, &mut i)
        } else {
            sign(&chars, &mut i)?
        };
        out.push((start + 1, token));
    }
    out.push((chars.len() + 1, Token::End));
    Ok(out)
}

fn number(chars: &[char], i: &mut usize) -> Parsed<Token> {
    let start = *i;
    while chars.get(*i).is_some_and(char::is_ascii_digit) {
        *i += 1;
    }
    let fraction = chars.get(*i) == Some(&'.') && chars.get(*i + 1).is_some_and(char::is_ascii_digit);
    if fraction {
        *i += 1;
        while chars.get(*i).is_some_and(char::is_ascii_digit) {
            *i += 1;
        }
    }
    let text: String = chars[start..*i].iter().collect();
    let token =
        if fraction { decimal(&text).map(Token::Double) } else { whole_number(&text).map(Token::Int) };
    token.ok_or_else(|| Fault {
        at: start + 1,
        message: format!("the number {text} is too large or too long"),
    })
}

/// `12.5` as 125 / 10: exact as long as all digits together stay below 2^53.
#[allow(clippy::cast_precision_loss)]
fn decimal(text: &str) -> Option<f64> {
    let (whole, fraction) = cut(text, b'.')?;
    let digits = whole_number(&format!("{whole}{fraction}")).filter(|digits| *digits < 1 << 53)?;
    let scale = 10_i64.checked_pow(u32::try_from(fraction.len()).ok()?)?;
    Some(digits as f64 / scale as f64)
}

fn quoted(chars: &[char], i: &mut usize) -> Parsed<Token> {
    let (start, quote) = (*i, chars[*i]);
    let mut text = String::new();
    *i += 1;
    loop {
        match chars.get(*i) {
            None => {
                return Err(Fault { at: start + 1, message: "a text that does not end".into() });
            }
            Some(c) if *c == quote => break,
            Some('\\') => text.push(escaped(chars, i)?),
            Some(c) => text.push(*c),
        }
        *i += 1;
    }
    *i += 1;
    Ok(Token::Text(text))
}

fn escaped(chars: &[char], i: &mut usize) -> Parsed<char> {
    *i += 1;
    match chars.get(*i) {
        Some('n') => Ok('\n'),
        Some('t') => Ok('\t'),
        Some(c @ ('\\' | '"' | '\'')) => Ok(*c),
        _ => Err(Fault { at: *i, message: "unknown escape: known are \\n \\t \\\\ \\\" \\'".into() }),
    }
}

fn word(chars: &[char], i: &mut usize) -> Token {
    let start = *i;
    while chars.get(*i).is_some_and(|c| c.is_ascii_alphanumeric() || *c == '_') {
        *i += 1;
    }
    let text: String = chars[start..*i].iter().collect();
    match text.as_str() {
        "true" => Token::Bool(true),
        "false" => Token::Bool(false),
        "in" => Token::Sign("in"),
        _ => Token::Name(text),
    }
}

fn sign(chars: &[char], i: &mut usize) -> Parsed<Token> {
    let rest: String = chars[*i..].iter().take(2).collect();
    let Some(sign) = SIGNS.iter().find(|sign| rest.starts_with(**sign)) else {
        return Err(Fault { at: *i + 1, message: format!("unexpected character `{}`", chars[*i]) });
    };
    *i += sign.len();
    Ok(Token::Sign(sign))
}

fn describe(token: &Token) -> String {
    match token {
        Token::Bool(value) => format!("`{value}`"),
        Token::Int(value) => format!("`{value}`"),
        Token::Double(_) => "a number".into(),
        Token::Text(_) => "a text".into(),
        Token::Name(name) => format!("`{name}`"),
        Token::Sign(sign) => format!("`{sign}`"),
        Token::End => "the end".into(),
    }
}

struct Parser {
    tokens: Vec<(usize, Token)>,
    next: usize,
    depth: usize,
}

impl Parser {
    fn peek(&self) -> &Token {
        &self.tokens[self.next].1
    }

    fn at(&self) -> usize {
        self.tokens[self.next].0
    }

    fn take(&mut self) -> Token {
        let token = std::mem::replace(&mut self.tokens[self.next].1, Token::End);
        self.next += usize::from(!matches!(token, Token::End));
        token
    }

    fn eat(&mut self, sign: &'static str) -> bool {
        let found = self.sees(sign);
        self.next += usize::from(found);
        found
    }

    fn sees(&self, sign: &str) -> bool {
        matches!(self.peek(), Token::Sign(found) if *found == sign)
    }

    fn expect(&mut self, sign: &'static str) -> Parsed<()> {
        if self.eat(sign) {
            return Ok(());
        }
        Err(self.fault(format!("expected `{sign}`, found {}", describe(self.peek()))))
    }

    fn fault(&self, message: String) -> Fault {
        Fault { at: self.at(), message }
    }

    fn choice(&mut self) -> Parsed<Box<Node>> {
        self.depth += 1;
        if self.depth > limits::CONDITION_DEPTH {
            return Err(self.fault(format!("nested deeper than {} levels", limits::CONDITION_DEPTH)));
        }
        let mut node = self.binary(0)?;
        if self.eat("?") {
            let yes = self.choice()?;
            self.expect(":")?;
            let no = self.choice()?;
            node = grown(node.at, Syntax::Choose(node, yes, no));
        }
        self.depth -= 1;
        Ok(node)
    }

    fn binary(&mut self, strength: usize) -> Parsed<Box<Node>> {
        const LEVELS: [&[&str]; 4] =
            [&["||"], &["&&"], &["==", "!=", "<=", ">=", "<", ">", "in"], &["+", "-"]];
        let Some(signs) = LEVELS.get(strength) else {
            return self.unary();
        };
        let mut left = self.binary(strength + 1)?;
        let mut chain = 0;
        while let Token::Sign(sign) = *self.peek() {
            if !signs.contains(&sign) {
                break;
            }
            self.take();
            chain += 1;
            if strength == 2 && chain > 1 {
                return Err(self.fault("comparisons do not chain: join them with `&&`".into()));
            }
            if chain > 256 {
                return Err(self.fault("more than 256 parts in a row".into()));
            }
            let right = self.binary(strength + 1)?;
            left = grown(left.at, Syntax::Binary(sign, left, right));
        }
        Ok(left)
    }

    fn unary(&mut self) -> Parsed<Box<Node>> {
        let at = self.at();
        for sign in ['!', '-'] {
            if self.eat(if sign == '!' { "!" } else { "-" }) {
                self.depth += 1;
                if self.depth > limits::CONDITION_DEPTH {
                    return Err(self.fault(format!("nested deeper than {} levels", limits::CONDITION_DEPTH)));
                }
                let of = self.unary()?;
                self.depth -= 1;
                return Ok(grown(at, Syntax::Unary(sign, of)));
            }
        }
        self.postfix()
    }

    fn postfix(&mut self) -> Parsed<Box<Node>> {
        let mut node = self.primary()?;
        let mut links = 0;
        while self.eat(".") {
            links += 1;
            if links > 16 {
                return Err(self.fault("more than 16 links in one chain".into()));
            }
            let at = self.at();
            let Token::Name(name) = self.take() else {
                return Err(Fault { at, message: "expected a name after `.`".into() });
            };
            node = if self.sees("(") {
                self.list_macro(node, &name, at)?
            } else {
                grown(node.at, Syntax::Member(node, name))
            };
        }
        Ok(node)
    }

    fn list_macro(&mut self, list: Box<Node>, name: &str, at: usize) -> Parsed<Box<Node>> {
        if name != "exists" && name != "all" {
            return Err(Fault {
                at,
                message: format!("unknown list question `{name}`: known are `exists` and `all`"),
            });
        }
        self.expect("(")?;
        let place = self.at();
        let Token::Name(variable) = self.take() else {
            return Err(Fault { at: place, message: "expected a name for the element".into() });
        };
        self.expect(",")?;
        let body = self.choice()?;
        self.expect(")")?;
        Ok(grown(list.at, Syntax::Macro { list, all: name == "all", variable, body }))
    }

    fn primary(&mut self) -> Parsed<Box<Node>> {
        let at = self.at();
        let syntax = match self.take() {
            Token::Bool(value) => Syntax::Bool(value),
            Token::Int(value) => Syntax::Int(value),
            Token::Double(value) => Syntax::Double(value),
            Token::Text(text) => Syntax::Text(text),
            Token::Name(name) if self.eat("(") => Syntax::Call(name, self.list(")")?),
            Token::Name(name) => Syntax::Name(name),
            Token::Sign("[") => Syntax::List(self.list("]")?),
            Token::Sign("(") => {
                let inner = self.choice()?;
                self.expect(")")?;
                return Ok(inner);
            }
            other => {
                return Err(Fault { at, message: format!("expected a value, found {}", describe(&other)) });
            }
        };
        Ok(grown(at, syntax))
    }

    fn list(&mut self, close: &'static str) -> Parsed<Vec<Node>> {
        let mut items = Vec::new();
        if self.eat(close) {
            return Ok(items);
        }
        loop {
            items.push(*self.choice()?);
            if self.eat(close) {
                return Ok(items);
            }
            self.expect(",")?;
        }
    }
}

#[allow(clippy::unnecessary_box_returns)] // it is handed on from rule to rule: one word each time
fn grown(at: usize, syntax: Syntax) -> Box<Node> {
    Box::new(Node { at, syntax })
}

//! Outlines of a small sample per language, and the rules of counting.

use std::fmt::Write as _;

use sono_syntax::language;
use sono_syntax::syntax::{Function, Handler, NameKind, Outline, ParseBudget, Parser, Visibility};
use sono_syntax::text::{LineIndex, Span};

fn outline(language: &str, text: &str) -> Outline {
    Parser::new().outline(text, language::by_name(language).unwrap(), false, &ParseBudget::default())
}

/// An outline for people to check.
fn show(text: &str, outline: &Outline) -> String {
    let lines = LineIndex::new(text);
    let at = |span: Span| format!("{}-{}", lines.line(span.start), lines.line(span.end.max(1) - 1));
    let doc =
        |doc: Option<u32>| doc.map_or("", |doc| outline.comments[doc as usize].span.of(text)).to_owned();
    let word = |flag: bool, word: &'static str| if flag { word } else { "" };
    let mut out = String::new();
    let mut function = |function: &Function| {
        let parameters: Vec<String> = function
            .parameters
            .iter()
            .map(|parameter| format!("{}{}", parameter.name.of(text), word(parameter.typed, ":")))
            .collect();
        writeln!(
            out,
            "{:?}({}){} {} owner {:?} parent {:?}{}{}{}{} doc {:?}\n  cyclomatic {} cognitive {} nesting {} sloc {} \
             statements {} returns {} raises {} assertions {} calls {}",
            function.name,
            parameters.join(", "),
            word(function.typed_return, ":"),
            at(function.span),
            function.owner,
            function.parent,
            word(function.visibility == Visibility::Private, " private"),
            word(function.is_exported, " exported"),
            word(function.is_test, " test"),
            word(function.is_trivial, " trivial"),
            doc(function.doc),
            function.cyclomatic,
            function.cognitive,
            function.nesting,
            function.sloc,
            function.statements,
            function.returns,
            function.raises,
            function.assertions,
            function.calls,
        )
        .unwrap();
    };
    outline.functions.iter().for_each(&mut function);
    function(&outline.module);
    for definition in &outline.types {
        writeln!(
            out,
            "type {} {}{}{}{}{} methods {} fields {} doc {:?}",
            definition.name,
            at(definition.span),
            word(definition.visibility == Visibility::Private, " private"),
            word(definition.is_exported, " exported"),
            word(definition.is_test, " test"),
            word(definition.is_abstract, " abstract"),
            definition.methods,
            definition.fields,
            doc(definition.doc),
        )
        .unwrap();
    }
    for handler in &outline.handlers {
        writeln!(
            out,
            "handler {}{}{}{}",
            at(handler.span),
            word(handler.broad, " broad"),
            word(handler.swallows, " swallows"),
            word(handler.rethrows, " rethrows"),
        )
        .unwrap();
    }
    for import in &outline.imports {
        writeln!(
            out,
            "import {}{}{}",
            import.module,
            word(import.wildcard, " wildcard"),
            word(import.relative, " relative")
        )
        .unwrap();
    }
    for kind in [NameKind::Function, NameKind::Type, NameKind::Parameter, NameKind::Variable, NameKind::Loop]
    {
        let names = outline.names.iter().filter(|name| name.kind == kind);
        let names: Vec<&str> = names.map(|name| name.span.of(text)).collect();
        writeln!(out, "{kind:?}: {}", names.join(" ")).unwrap();
    }
    writeln!(out, "{:?} statements {}", outline.lines, outline.statements).unwrap();
    out
}

fn sample(language: &str, text: &str) -> String {
    let outline = outline(language, text);
    assert!(outline.errors.is_empty() && outline.error_bytes == 0 && !outline.truncated);
    show(text, &outline)
}

#[test]
fn python() {
    let text = r#""""Reads money."""
from __future__ import annotations
import os.path, sys as system
from .ledger import *

LIMIT: int = 10


@dataclass
class Account(Base):
    """Holds money."""

    owner: str
    total = 0

    def __init__(self, owner: str, *, total=0):
        self.owner = owner
        self.total, self.log = total, []

    @property
    def balance(self) -> int:
        return self.total

    def pay(self, amount, /, *others: int, note="", **more) -> None:
        """Pays, if there is enough."""
        # A comment.
        if amount > self.total and not note:
            raise ValueError(amount)
        try:
            with open(self.path) as handle, lock:
                for index, (key, _) in enumerate(more.items()):
                    self.log.append(f"{key}: {[x for x in others if x]}")
        except (OSError, Exception) as error:
            pass
        except KeyError:
            raise Broken from error

    def _secret(self): ...


async def read(path):
    def inner(line):
        return line

    return list(map(lambda item: inner(item), path))


class TestAccount(unittest.TestCase):
    def setUp(self):
        self.account = Account("a")

    def test_pay(self):
        self.assertEqual(self.account.balance, 0)
        with pytest.raises(ValueError):
            self.account.pay(1)
        assert True


if __name__ == "__main__":
    print(read(system.argv))
"#;
    insta::assert_snapshot!(sample("python", text));
}

#[test]
fn go() {
    let text = r#"// Package ledger keeps money.
package ledger

import "errors"

import (
	"fmt"
	. "math"
	stdlog "log"
)

// ErrEmpty says that nothing is there.
var ErrEmpty = errors.New("empty")

const (
	limit    = 10
	MaxSize int = 1 << 4
)

type (
	// Account holds money of
	// one owner.
	Account struct {
		Owner, note string
		total       int
	}

	// Store keeps accounts.
	Store interface {
		Load(id string) (*Account, error)
	}
)

type ids = []string

// A comment that stands apart.

func helper(a, b int, rest ...string) (n int, err error) {
	for i, r := range rest {
		if i > a && b > 0 || r == "" {
			continue
		}
		n++
	}
	return
}

// Pay takes an amount, if there is enough.
func (a *Account) Pay(amount int, note string) error {
	// A comment.
	if amount > a.total {
		return fmt.Errorf("%s has %d: %w", a.Owner, a.total, ErrEmpty)
	}
	if err := a.save(); err != nil {
		return err
	}
	_, err := a.read()
	if err != nil && !errors.Is(err, ErrEmpty) {
	}
	_ = a.save()
	value, _ := a.read()
	before, _ := strings.Cut(note, value)
	return a.Pay(amount-1, before)
}

func (a *Account) Total() int { return a.total }

func (s *stack[T]) push(item T) {
	defer s.lock.Unlock()
	go func() {
		s.items = append(s.items, item)
	}()
	select {
	case v, ok := <-s.out:
		use(v, ok)
	default:
		panic("full")
	}
	switch x := any(item).(type) {
	case int, string:
		use(x)
	}
retry:
	for i := 0; i < limit; i++ {
		break retry
	}
}

var Handle = func(w http.ResponseWriter, r *http.Request) { use(w, r) }

func TestPay(t *testing.T) {
	check := func(want int) {
		if got := Total(); got != want {
			t.Errorf("got %d", got)
		}
	}
	t.Run("all", func(t *testing.T) {
		require.NoError(t, Pay(1))
		check(2)
	})
}

func TestConnection() bool { return true }
"#;
    insta::assert_snapshot!(sample("go", text));
}

#[test]
fn javascript() {
    let text = r#"#!/usr/bin/env node
'use strict';
import fs, { readFile as read } from 'fs';
import * as path from './path';
export * from './all';
const util = require('util');

/** Keeps things. */
class Store extends Base {
  #items = [];
  static limit = 3;
  onChange = (event) => { this.changed = true; };

  constructor(name) { super(name); this.name = name; }

  /** Adds one. */
  add({ key, value }, ...rest) {
    const [first, , { deep: last }] = rest;
    for (let i = 0, n = rest.length; i < n; i++) {
      if (rest[i] && !key || value) continue;
    }
    for (const item of rest) { delete this.cache[item]; }
    try { this.save(); } catch (error) { } finally { close(); }
    try { this.save(); } catch { throw new Error(`no ${first ?? last}`); }
    return rest.map((x) => x + 1);
  }

  get size() { return this.#items.length; }
}

// Not documentation.
function helper(a, b = 2) {
  switch (a) { case 1: break; default: b(); }
  do { a--; } while (a > 0);
  return function () { return a ? b : null; };
}

/** Twice. */
export const twice = async (x) => await x * 2;
const handlers = { click: function () { helper(1); }, 'key-down': () => {} };
export { helper as default };

describe('store', () => {
  beforeEach(() => { reset(); });
  it('adds', async () => expect(twice(1)).toBe(2));
  it.each([1, 2])('adds %d', (n) => { assert.equal(n, n); });
});
"#;
    insta::assert_snapshot!(sample("javascript", text));
}

#[test]
fn typescript() {
    let text = r#"import type { Deep } from "../deep";
import old = require("old");

/** A shape. */
export interface Shape<T> { readonly sides: number; name?: string; area(scale: number): T; }
type Id = string | number;
export enum Color { Red, Green = "g" }

@Component({ selector: "x" })
export abstract class Base<T> implements Shape<T> {
  private count: number = 1;
  constructor(private readonly deep: Deep, protected name?: string) { this.count = 2; }
  abstract area(scale: number): T;
  /** Works. */
  @Log()
  public work(this: Base<T>, items: T[], optional?: Id): asserts items is T[] {
    items.forEach((item: T) => { if (!item) { throw new Error("no"); } });
  }
  protected hidden(): void {}
}

namespace Inner { export function visible(a: number): number { return a!; } }
function overload(a: string): void;
function overload(a: any) { return <any>a as unknown; }
"#;
    insta::assert_snapshot!(sample("typescript", text));
}

#[test]
fn java() {
    let text = r#"package com.acme;
import java.util.*;
import static org.junit.jupiter.api.Assertions.assertEquals;

/** Keeps money. */
@Entity
public final class Account<T> extends Base implements Closeable {
    private static final int LIMIT = 10, LESS = 2;
    protected Map<String, Integer> entries = new HashMap<>();

    public Account(int limit) { super(limit); this.limit = limit; }

    /** Pays. */
    @Override
    public int pay(final int amount, String... notes) throws IOException {
        for (int i = 0; i < amount; i++) { for (String note : notes) { if (note == null) continue; } }
        try (Reader reader = open()) { reader.read(); } catch (IOException | Exception e) { }
        try { close(); } catch (Throwable t) { throw new Broken(t); }
        Runnable task = () -> { if (amount > 0) { stop(); } };
        Arrays.stream(notes).map(x -> x.trim()).forEach(this::use);
        int kind = switch (amount) { case 1, 2 -> 3; case 4 -> 5; default -> 6; };
        if (notes instanceof Object other && other != null) assert kind > 0 : "kind";
        new Thread() { @Override public void run() { work(); } }.start();
        return amount > 0 ? kind : LIMIT;
    }

    int getLimit() { return limit; }
    enum Kind { ONE, TWO { void go() {} } }
    public interface Part { void go(); default int size() { return 1; } }
    record Point(int x, int y) { Point { if (x < 0) throw new Broken(); } }
}

class AccountTest {
    @BeforeEach void prepare() { }
    @Test void pays() { assertEquals(1, new Account(1).pay(2)); Assertions.assertTrue(true); }
}
"#;
    insta::assert_snapshot!(sample("java", text));
}

fn statements(language: &str, text: &str) -> u32 {
    outline(language, text).statements
}

#[test]
fn only_what_states_something_is_a_statement() {
    for text in [
        "",
        "# a\n# b\n",
        "\"\"\"Words.\"\"\"\n",
        "'a'\n'b'\n",
        "pass\n",
        "...\n",
        "name\n",
        "1\n",
        "a.b\n",
        "a < b\n",
        "(a, b)\n",
        "a, b\n",
        "this is good\n",
        "x - y\n",
        "not true\n",
        "a and b\n",
    ] {
        assert_eq!(statements("python", text), 0, "{text}");
    }
    for text in [
        "x = 1\n",
        "x: int\n",
        "x += 1\n",
        "f()\n",
        "f() and g()\n",
        "del x\n",
        "import a\n",
        "await f\n",
        "(x := 1)\n",
        "class A: pass\n",
        "def f(): pass\n",
        "global x\n",
        "print 'x'\n",
        "@d\ndef f(): pass\n",
        "x = [f() for f in g]\n",
    ] {
        assert_eq!(statements("python", text), 1, "{text}");
    }
    assert_eq!(statements("python", "if a:\n    pass\nelif b:\n    x = 1\nelse:\n    f()\n"), 3);
    for text in ["", ";", "// a", "/* a */", "'use strict';", "name", "a.b;", "a, b;", "{}", "a < b;"] {
        assert_eq!(statements("javascript", text), 0, "{text}");
    }
    for text in [
        "f()",
        "x = 1",
        "i++",
        "delete a.b",
        "let x",
        "export { a }",
        "export default 3",
        "export const x = 1",
        "for (let i = 0; i < 3; i++) {}",
        "`${f()}`",
    ] {
        assert_eq!(statements("javascript", text), 1, "{text}");
    }
    assert_eq!(statements("javascript", "if (a) { b(); } else if (c) { d(); } else { e(); }"), 4);
    assert_eq!(statements("java", "class A { int x = 1; void f() { ; } void g() { x++; } }"), 5);
}

#[test]
fn lines_by_what_they_hold() {
    let lines = outline("python", "\"\"\"A\n\nB\"\"\"\nx = 1  # c\n# d\n\n\ny = '''\n\nz'''\n").lines;
    assert_eq!((lines.total, lines.code, lines.comment, lines.blank), (10, 4, 4, 2));
    let lines = outline("java", "/* a\r\n\r\n b */\r\nclass A { // c\r\n}\r\n\r\n").lines;
    assert_eq!((lines.total, lines.code, lines.comment, lines.blank), (6, 2, 3, 1));
}

#[test]
fn equal_bodies_have_equal_hashes() {
    let hashes = |language: &str, text: &str| -> Vec<u64> {
        outline(language, text).functions.iter().map(|function| function.body_hash).collect()
    };
    let python = hashes(
        "python",
        "def a(x):\n    '''One.'''\n    return x + 1\n\ndef b(x):\n    # Two.\n    return x  +  1\n\ndef c(y):\n    return y + 1\n",
    );
    assert_eq!(python[0], python[1]);
    assert_ne!(python[1], python[2]);
    let java = hashes(
        "java",
        "class A { int f() { return g(\"a\"); } int h() { /* c */ return g(\"a\"); } int i() { return g(\"b\"); } }",
    );
    assert_eq!(java[0], java[1]);
    assert_ne!(java[1], java[2]);
}

#[test]
fn test_code_is_told_apart() {
    let tests = |language: &str, text: &str| -> Vec<bool> {
        outline(language, text).functions.iter().map(|function| function.is_test).collect()
    };
    let python = "def test_a():\n    def inner(): pass\ndef helper(): pass\ndef latest(): pass\nclass TestB:\n    def help(self): pass\nclass Testament:\n    def read(self): pass\n@pytest.fixture\ndef store(): pass\n";
    assert_eq!(tests("python", python), [true, true, false, false, true, false, true]);
    let javascript = "describe('a', () => { function help() {} test('b', function () {}); });\nfunction help() {}\ntest.only('c', () => go());\n";
    assert_eq!(tests("javascript", javascript), [true, true, true, false, true]);
    let java = "class A { @Test void f() {} void g() {} }\nclass BTest { void h() {} }\nclass C extends TestCase { void i() {} }\nclass Contest { void j() {} }";
    assert_eq!(tests("java", java), [true, false, true, true, false]);
    let whole = Parser::new().outline(
        "def helper(x):\n    y = x\n",
        language::by_name("python").unwrap(),
        true,
        &ParseBudget::default(),
    );
    assert!(
        whole.functions[0].is_test && whole.module.is_test && whole.names.iter().all(|name| name.is_test)
    );
}

#[test]
fn what_a_module_offers() {
    let public = |text: &str| -> Vec<String> {
        let outline = outline("javascript", text);
        let public = outline.functions.iter().filter(|function| function.visibility == Visibility::Public);
        public.map(|function| function.name.clone()).collect()
    };
    assert_eq!(public("function a() {} function b() {}"), ["a", "b"]);
    assert_eq!(public("export function a() {} function b() {}"), ["a"]);
    assert_eq!(public("function a() {} function b() {} export { b as c };"), ["b"]);
    assert_eq!(public("function a() {} export default a;"), ["a"]);
    assert_eq!(public("function a() {} function b() {} module.exports = { a, c: () => {} };"), ["a", "c"]);
    assert_eq!(public("exports.a = function () {}; function b() {}"), ["a"]);
    assert_eq!(public("export class A { b() {} _c() {} #d() {} } class E { f() {} }"), ["b"]);
}

#[test]
fn rust() {
    insta::assert_snapshot!(sample(
        "rust",
        "//! Carts.\n\
         use crate::money::*;\n\
         use super::{a, b::c};\n\
         use std::io::prelude::*;\n\
         \n\
         /// What a customer picked.\n\
         #[derive(Debug)]\n\
         pub struct Cart<'a, T> {\n    \
             /// One for each thing.\n    \
             pub prices: Vec<T>,\n    \
             name: &'a str,\n\
         }\n\
         \n\
         pub enum Why { Empty, NotFound { id: u8 } }\n\
         pub type Money = i64;\n\
         static LIMIT: u8 = 3;\n\
         \n\
         pub trait Shape {\n    \
             type Item;\n    \
             fn area(&self) -> f64;\n    \
             fn twice(&self) -> f64 { self.area() * 2.0 }\n\
         }\n\
         pub(crate) trait Near { fn at(&self) -> u8 { here() + 1 } }\n\
         trait Hidden { fn one(&self) -> u8 { here() + 1 } }\n\
         \n\
         impl<'a, T: Copy> Cart<'a, T> {\n    \
             pub fn new(name: &'a str) -> Self { Self { prices: vec![], name } }\n    \
             /// The first.\n    \
             pub fn first(&self, (a, b): (u8, u8), #[expect(unused)] mut c: u8) -> Result<T, Why> {\n        \
                 let add = |x: u8| x + 1;\n        \
                 let Some(y) = self.prices.first() else { return Err(Why::Empty) };\n        \
                 Ok(*y)\n    \
             }\n    \
             pub(crate) fn boxed(self: Box<Self>, n: u8) -> u8 { n.max(1) }\n\
         }\n\
         \n\
         impl<T> fmt::Display for Cart<'_, T> {\n    \
             fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { write!(f, \"{}\", self.name) }\n\
         }\n\
         \n\
         fn main() { if a { run::<u8>(r#\"\"{\"#, '\\'', b'\"') } /* a /* b */ c */ }\n\
         macro_rules! mine { ($x:expr, $($y:ident),*) => { if $x && { match 1 { _ => 2 } } } }\n\
         \n\
         #[cfg(test)]\n\
         mod tests {\n    \
             use super::*;\n    \
             fn helper() -> u8 { 1 }\n    \
             #[test]\n    \
             fn works() { assert_eq!(helper(), 1); assert!(matches!(x, Some(_))); }\n    \
             #[tokio::test(flavor = \"multi_thread\")]\n    \
             async fn later() -> Result<(), Why> { run()?; insta::assert_snapshot!(\"x\"); Ok(()) }\n\
         }\n\
         #[cfg(not(test))]\n\
         fn production() {}\n",
    ));
}

#[test]
fn calls_in_macros_are_seen() {
    let text = "#[derive(A, B(c))]\nstruct D;\n\
                fn f() { assert_eq!(cart(1).total(), Ok(g (2) + h[i(3)]), \"{}\", j); k!{ l!(m) } }\n";
    let calls = outline("rust", text).calls;
    let calls: Vec<&str> = calls.iter().map(|call| call.of(text)).collect();
    assert_eq!(calls, ["assert_eq", "cart", "total", "Ok", "i", "k"]);
}

#[test]
fn what_rust_does_with_errors() {
    let kinds = |body: &str| {
        let text = format!("fn f() -> Result<u8, E> {{ {body} }}\n");
        let outline = outline("rust", &text);
        assert!(outline.errors.is_empty(), "{body}");
        let words = |handler: &Handler| {
            let flag = |flag: bool, word: &'static str| if flag { word } else { "" };
            let (swallows, rethrows) =
                (flag(handler.swallows, " swallows"), flag(handler.rethrows, " rethrows"));
            format!("{:?}{swallows}{rethrows}", handler.kind)
        };
        let handlers: Vec<String> = outline.handlers.iter().map(words).collect();
        (handlers.join(", "), outline.raises)
    };
    for (body, handlers, raises) in [
        ("let x = g()?; Ok(x)", "PassOn rethrows", 0),
        ("let _ = g();", "Discard swallows", 0),
        ("let _ = g().await;", "Discard swallows", 0),
        ("_ = g();", "Discard swallows", 0),
        ("g().ok();", "Discard swallows", 0),
        (
            "let _ = map.insert(1, 2); let _ = write!(out, \"\"); let _ = x; let y = g().ok(); let _ = tx.send(1);",
            "",
            0,
        ),
        ("g().unwrap()", "Crash", 0),
        ("m.lock().unwrap(); g().expect(\"is there\"); self.expect(token); g().unwrap_or(1)", "", 1),
        ("Err(E)", "", 1),
        ("panic!(\"no\")", "", 1),
        ("match g() { Ok(x) => x, Err(_) => {} }", "Check swallows", 0),
        ("match g() { Ok(x) => x, Err(_) => () }", "Check swallows", 0),
        ("match g() { Ok(x) => x, Err(_) => { /* why */ } }", "Check swallows", 0),
        ("match g() { Ok(x) => x, Err(e) if e.late() => 0, Err(_) => {} }", "Check, Check swallows", 0),
        ("for x in g() { match x { Ok(x) => h(x), Err(_) => continue } }", "Check", 0),
        ("match g() { Ok(x) => x, Err(e) => return Err(e.into()) }", "Check rethrows", 1),
        ("match g() { Ok(x) => x, Err(e) => { log(e); } }", "Check", 0),
        ("if let Err(e) = g() { log(e); }", "Check", 0),
        ("if let Err(_) = g() {}", "Check swallows", 0),
        ("if let Err(e) = g() && late(e) {}", "Check swallows", 0),
        ("if let Some(x) = g() {}", "", 0),
        ("if g().is_err() { todo!() }", "Check rethrows", 1),
        ("run! { Err(_) => {}, x?, y.unwrap() }", "", 0),
    ] {
        assert_eq!(kinds(body), (handlers.to_owned(), raises), "{body}");
    }
}

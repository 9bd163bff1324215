//! Rows by id that come and go around those that stay. A row is taken out and put elsewhere only where the order wants it.
//!
//! Leptos' `For` takes all rows out and puts them back when two or more come above them (it counts only those that come above a row's
//! old place). What is taken out loses the focus and the selection, begins its animations anew, and all of it is laid out again.
//! A row that goes leaves the focus to what stands around the rows.

mod steps;

use self::steps::{Step, steps};
use crate::browser::element;
use leptos::prelude::*;
use leptos::tachys::html::attribute::Attribute;
use leptos::tachys::html::attribute::any_attribute::AnyAttribute;
use leptos::tachys::hydration::Cursor;
use leptos::tachys::reactive_graph::OwnedView;
use leptos::tachys::renderer::Rndr;
use leptos::tachys::renderer::types::{Element, Node, Placeholder};
use leptos::tachys::view::{Position, PositionState};
use std::hash::Hash;

/// The rows.
#[component]
pub fn SteadyRows<T, F>(
    /// In order.
    ids: Memo<Vec<T>>,
    /// Draws one.
    row: F,
) -> impl IntoView
where
    T: Copy + Eq + Hash + Send + Sync + 'static,
    F: Fn(T) -> AnyView + Clone + Send + 'static,
{
    // What a row owns lives as long as the row: not in the effect, which begins anew with each change.
    let owner = Owner::current().unwrap_or_default();
    let rows = move || Rows {
        ids: ids.get(),
        row: row.clone(),
        owner: owner.clone(),
    };
    rows.into_any()
}

/// What is to stand here.
struct Rows<T, F> {
    ids: Vec<T>,
    row: F,
    owner: Owner,
}

type Row = <OwnedView<AnyView> as Render>::State;

/// What stands here.
struct Standing<T> {
    /// `None`: not in the page yet.
    parent: Option<Element>,
    rows: Vec<(T, Row)>,
    /// Behind the last row.
    end: Placeholder,
}

impl<T, F: Fn(T) -> AnyView> Rows<T, F> {
    fn drawn(&self, id: T) -> Row {
        let owner = self.owner.with(Owner::new);
        let view = owner.with(|| (self.row)(id));
        OwnedView::new_with_owner(view, owner).build()
    }
}

impl<T, F> Render for Rows<T, F>
where
    T: Copy + Eq + Hash + 'static,
    F: Fn(T) -> AnyView,
{
    type State = Standing<T>;

    fn build(self) -> Self::State {
        Standing {
            parent: None,
            rows: self.ids.iter().map(|id| (*id, self.drawn(*id))).collect(),
            end: Rndr::create_placeholder(),
        }
    }

    fn rebuild(self, state: &mut Self::State) {
        let (before, old): (Vec<T>, Vec<Row>) = std::mem::take(&mut state.rows).into_iter().unzip();
        let mut old: Vec<Option<Row>> = old.into_iter().map(Some).collect();
        let steps: Vec<(T, Step, Option<Row>)> = self
            .ids
            .iter()
            .zip(steps(&before, &self.ids))
            .map(|(id, step)| (*id, step, step.origin().and_then(|at| old[at].take())))
            .collect();
        let mut gone: Vec<Row> = old.into_iter().flatten().collect();
        if let Some(parent) = state.parent.as_ref().filter(|_| !gone.is_empty()) {
            element::leave_focus(parent, || gone.iter().flat_map(Mountable::elements).collect());
        }
        for row in &mut gone {
            row.unmount();
        }
        // From the last to the first, so that the row behind each one stands where it belongs.
        for (id, step, known) in steps.into_iter().rev() {
            let row = match (step, known) {
                (Step::Stays(_), Some(row)) => row,
                (_, Some(mut row)) => {
                    element::keep_focus(&row.elements(), || state.put_first(&mut row));
                    row
                }
                (_, None) => {
                    let mut row = self.drawn(id);
                    state.put_first(&mut row);
                    row
                }
            };
            state.rows.push((id, row));
        }
        state.rows.reverse();
    }
}

impl<T> Standing<T> {
    /// Puts a row in front of the one that was pushed last.
    fn put_first(&self, row: &mut Row) {
        let Some(parent) = &self.parent else { return };
        let end: Option<&Node> = Some(self.end.as_ref());
        match self.rows.last() {
            Some((_, next)) => next.insert_before_this_or_marker(parent, row, end),
            None => row.mount(parent, end),
        }
    }
}

impl<T> Mountable for Standing<T> {
    fn unmount(&mut self) {
        for (_, row) in &mut self.rows {
            row.unmount();
        }
        self.end.unmount();
        self.parent = None;
    }

    fn mount(&mut self, parent: &Element, marker: Option<&Node>) {
        self.parent = Some(parent.clone());
        for (_, row) in &mut self.rows {
            row.mount(parent, marker);
        }
        self.end.mount(parent, marker);
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        match self.rows.first() {
            Some((_, row)) => row.insert_before_this(child),
            None => self.end.insert_before_this(child),
        }
    }

    fn elements(&self) -> Vec<Element> {
        self.rows.iter().flat_map(|(_, row)| row.elements()).collect()
    }
}

impl<T, F> AddAnyAttr for Rows<T, F>
where
    T: Copy + Eq + Hash + Send + 'static,
    F: Fn(T) -> AnyView + Send + 'static,
{
    type Output<SomeNewAttr: Attribute> = AnyView;

    fn add_any_attr<NewAttr: Attribute>(self, _attr: NewAttr) -> Self::Output<NewAttr>
    where
        Self::Output<NewAttr>: RenderHtml,
    {
        self.into_any()
    }
}

/// Leptos wants it of every view. Nothing is written as text or taken over from text here.
impl<T, F> RenderHtml for Rows<T, F>
where
    T: Copy + Eq + Hash + Send + 'static,
    F: Fn(T) -> AnyView + Send + 'static,
{
    type AsyncOutput = Self;
    type Owned = Self;

    const MIN_LENGTH: usize = 0;

    fn dry_resolve(&mut self) {}

    fn resolve(self) -> impl Future<Output = Self::AsyncOutput> + Send {
        std::future::ready(self)
    }

    fn to_html_with_buf(
        self,
        _buf: &mut String,
        _position: &mut Position,
        _escape: bool,
        _mark_branches: bool,
        _extra_attrs: Vec<AnyAttribute>,
    ) {
    }

    fn hydrate<const FROM_SERVER: bool>(self, _cursor: &Cursor, _position: &PositionState) -> Self::State {
        self.build()
    }

    fn into_owned(self) -> Self::Owned {
        self
    }
}

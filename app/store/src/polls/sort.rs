//! Sorting a list of polls by the columns of the staff's table, the same on both databases.

use crate::entity::{consultation, counter};
use domain::{lang::Lang, lifecycle::State};
use sea_orm::{
    ColumnTrait, EntityTrait, Order, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select,
    sea_query::{CaseStatement, Expr, ExprTrait, Func, NullOrdering},
};

/// What a list can be sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PollColumn {
    /// By the title as it is shown in this language.
    Title(Lang),
    /// In the order of a poll's life: draft, scheduled, open, closed.
    State,
    Opens,
    Closes,
    Turnout,
}

/// Which way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    Ascending,
    Descending,
}

/// `polls` in this order; the caller adds what breaks ties.
pub(super) fn by(
    polls: Select<consultation::Entity>,
    column: PollColumn,
    direction: Direction,
) -> Select<consultation::Entity> {
    use consultation::Column as C;
    let key = match column {
        // The folded text begins with the Ukrainian title. Its letters are in one case, and those that Unicode puts outside
        // the alphabet (ґ, є, і, ї) stand beside their neighbours.
        PollColumn::Title(Lang::Uk) => C::Search.into_expr(),
        PollColumn::Title(Lang::En) => english_title(),
        PollColumn::State => stage(),
        PollColumn::Opens => C::OpensAt.into_expr(),
        PollColumn::Closes => C::ClosesAt.into_expr(),
        PollColumn::Turnout => turnout(),
    };
    let order = match direction {
        Direction::Ascending => Order::Asc,
        Direction::Descending => Order::Desc,
    };
    // The databases disagree on where NULL belongs.
    polls.order_by_with_nulls(key, order, NullOrdering::Last)
}

/// The English title, or the Ukrainian one where there is none.
fn english_title() -> Expr {
    use consultation::Column as C;
    let shown = CaseStatement::new()
        .case(C::TitleEn.eq(""), C::TitleUk.into_expr())
        .finally(C::TitleEn.into_expr());
    Func::lower(shown).into()
}

/// The state's place in a poll's life.
fn stage() -> Expr {
    let mut stage = CaseStatement::new();
    for (place, state) in (0i32..).zip(State::ALL) {
        stage = stage.case(consultation::Column::State.eq(state.as_str()), place);
    }
    stage.into()
}

/// How many took part in the poll of the row: the sum over the writers' slots, of which there may be none yet.
fn turnout() -> Expr {
    use counter::Column as C;
    let of_the_row = |own: C, other: consultation::Column| {
        Expr::col((counter::Entity, own)).eq(Expr::col((consultation::Entity, other)))
    };
    let sum = counter::Entity::find()
        .select_only()
        .expr(Expr::col((counter::Entity, C::N)).sum())
        .filter(of_the_row(
            C::CommunityId,
            consultation::Column::CommunityId,
        ))
        .filter(of_the_row(C::PollId, consultation::Column::Id))
        .filter(C::QuestionNo.eq(0))
        .filter(C::OptionNo.eq(0))
        .into_query();
    Func::coalesce([Expr::SubQuery(None, Box::new(sum.into())), Expr::val(0)]).into()
}

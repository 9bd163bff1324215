//! An order from the catalogue: what, how many, for how much.

mod total;

use self::total::total;
use super::Chip;
use crate::browser::money::money;
use crate::i18n::use_i18n;
use crate::ui::icon::Icon;
use domain::content::OrderItem;
use leptos::prelude::*;

/// The order.
#[component]
pub(super) fn OrderView(item_count: u32, items: Vec<OrderItem>) -> impl IntoView {
    let i18n = use_i18n();
    let sum = StoredValue::new(total(&items, item_count));
    let details = move || {
        let text = i18n.text();
        let count = (text.order_items)(item_count);
        sum.with_value(|sum| match sum {
            Some((sum, currency)) => format!("{count} · {}", money(*sum, currency, i18n.language())),
            None => count,
        })
    };
    let row = move |item: OrderItem| {
        let words = match item.quantity {
            Some(quantity) => format!("{quantity} × {}", item.product),
            None => item.product,
        };
        let price = item.price.zip(item.currency);
        let price = move || {
            let language = i18n.language();
            price
                .as_ref()
                .map(|(price, currency)| money(*price, currency, language))
        };
        view! {
            <li class="order__item">
                <span class="order__product" dir="auto">{words}</span>
                <span class="order__price">{price}</span>
            </li>
        }
    };
    let has_items = !items.is_empty();
    view! {
        <Chip
            icon=Icon::Cart
            title=Signal::derive(move || i18n.text().order.to_owned())
            details=Signal::derive(details)
        />
        {has_items.then(|| view! { <ul class="order">{items.into_iter().map(row).collect_view()}</ul> })}
    }
    .into_any()
}

//! An order from the catalogue: what, how many, for how much.

use super::Chip;
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
            Some((sum, currency)) => format!("{count} · {}", money(*sum, currency, text.decimal_mark)),
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
            let mark = i18n.text().decimal_mark;
            price
                .as_ref()
                .map(|(price, currency)| money(*price, currency, mark))
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

/// What all of it costs; `None`: not all prices and quantities are known, or they are in several currencies.
fn total(items: &[OrderItem], item_count: u32) -> Option<(f64, String)> {
    let currency = items.first()?.currency.clone()?;
    let is_whole = u32::try_from(items.len()) == Ok(item_count);
    let has_one_currency = items
        .iter()
        .all(|item| item.currency.as_deref() == Some(currency.as_str()));
    if !is_whole || !has_one_currency {
        return None;
    }
    let prices = items
        .iter()
        .map(|item| Some(item.price? * f64::from(item.quantity?)));
    Some((prices.sum::<Option<f64>>()?, currency))
}

/// An amount with its currency's code, as people of the language write decimals.
fn money(amount: f64, currency: &str, decimal_mark: char) -> String {
    let amount = format!("{amount:.2}").replace('.', &decimal_mark.to_string());
    format!("{currency}\u{a0}{amount}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(quantity: u32, price: Option<f64>, currency: &str) -> OrderItem {
        OrderItem {
            product: "bolo".to_owned(),
            quantity: Some(quantity),
            price,
            currency: Some(currency.to_owned()),
        }
    }

    #[test]
    fn the_sum_is_told_when_all_of_it_is_known() {
        let cake = item(1, Some(90.0), "BRL");
        let candles = item(2, Some(5.25), "BRL");
        let both = [cake.clone(), candles.clone()];
        assert_eq!(total(&both, 2), Some((100.5, "BRL".to_owned())));
        assert_eq!(total(&both, 3), None, "one is not told");
        assert_eq!(total(&[cake.clone(), item(1, None, "BRL")], 2), None);
        let uncounted = OrderItem {
            quantity: None,
            ..candles
        };
        assert_eq!(total(&[cake.clone(), uncounted], 2), None);
        assert_eq!(total(&[cake, item(1, Some(1.0), "USD")], 2), None);
        assert_eq!(total(&[], 0), None);
    }

    #[test]
    fn amounts_are_written_as_the_language_does() {
        assert_eq!(money(100.5, "BRL", ','), "BRL\u{a0}100,50");
        assert_eq!(money(5.0, "USD", '.'), "USD\u{a0}5.00");
    }
}

//! What an order costs, as far as it tells.

use domain::content::OrderItem;

/// What all of it costs; `None`: not all prices and quantities are known, or they are in several currencies.
pub(super) fn total(items: &[OrderItem], item_count: u32) -> Option<(f64, String)> {
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
}

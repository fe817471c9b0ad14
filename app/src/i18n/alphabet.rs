//! The order of the Ukrainian alphabet, which neither code points nor databases know.

/// The letters in the order of the alphabet; code points would put ґ, є, і and ї after я.
const ALPHABET: &str = "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя";

/// A key that sorts names as Ukrainian dictionaries do; the apostrophe and hyphens count for nothing.
pub fn alphabetical(name: &str) -> Vec<u32> {
    let folded = domain::text::fold_for_comparison(name);
    folded
        .chars()
        .filter(|c| c.is_alphanumeric() || *c == ' ')
        .map(|c| match ALPHABET.chars().position(|letter| letter == c) {
            // Behind Latin letters and digits, before any other script.
            Some(at) => 0x400 + u32::try_from(at).unwrap_or(0),
            None => u32::from(c),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn villages_stand_in_the_order_of_the_ukrainian_alphabet() {
        let mut names = [
            "Їжаківка",
            "Яблунівка",
            "Єрківці",
            "Гута",
            "Ґрунт",
            "Івниця",
            "В’язівка",
            "Вишнівка",
            "Бехи",
            "Жубровичі",
            "Йосипівка",
            "Ихове",
        ];
        names.sort_by_cached_key(|name| alphabetical(name));
        assert_eq!(
            names,
            [
                "Бехи",
                "Вишнівка",
                "В’язівка",
                "Гута",
                "Ґрунт",
                "Єрківці",
                "Жубровичі",
                "Ихове",
                "Івниця",
                "Їжаківка",
                "Йосипівка",
                "Яблунівка"
            ]
        );
    }
}

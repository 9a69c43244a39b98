//! Searching. Who asks is part of each statement: what they may not read is not counted, not ranked, and gives no word away.

use super::*;
use domain::finding::{Ends, Kind, Question, Word, ends, nearest};
use domain::hackathon::opens_all;
use sea_orm::FromQueryResult;

/// Something that was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    pub kind: Kind,
    /// A path of the product.
    pub address: String,
    pub title: String,
    /// What it says, without marks.
    pub text: String,
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Hits {
    /// Those that were asked for, the best first.
    pub hits: Vec<Hit>,
    /// How many there are in all, of each kind that has some.
    pub counts: BTreeMap<Kind, u64>,
}

impl Hits {
    /// How many there are in all.
    pub fn total(&self) -> u64 {
        self.counts.values().sum()
    }
}

/// How the words of a question are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// All of them.
    All,
    /// Any of them: who has most comes first.
    Any,
    /// All of them, in the title; the last one may be only begun.
    Begun,
}

/// Which of them are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Window {
    /// None: of every kind.
    pub kind: Option<Kind>,
    pub skip: u64,
    pub most: u64,
}

/// How many words near an unknown one are tried.
const TRIED: usize = 8;
/// How many words that begin or end alike are compared with an unknown one.
const COMPARED: u64 = 5_000;

#[derive(FromQueryResult)]
struct HitRow {
    kind: String,
    address: String,
    title: String,
    body: String,
    score: Option<f64>,
    /// None: a hit. Otherwise, how many there are of its kind.
    of_kind: Option<i64>,
}

impl Rows<'_> {
    /// What answers a question, for who asks.
    pub async fn find(&self, question: &Question, wanted: Wanted, window: Window) -> Loaded<Hits> {
        if question.is_empty() {
            return Ok(Hits::default());
        }
        let mut asked = Asked::on(self.db.get_database_backend());
        let matches = asked.matches(question, wanted);
        let readable = asked.readable(self.shown_spaces().await?, self.tools());
        let scored = match asked.backend {
            DbBackend::Postgres => format!(
                "SELECT f.number, f.kind, -ts_rank(t.compared, q, 1)::float8 AS score \
                 FROM to_tsquery('simple', {matches}) AS q, found_text AS t \
                 JOIN found AS f ON f.number = t.number WHERE t.compared @@ q AND {readable}"
            ),
            // A title weighs as much as ten words of the text.
            _ => format!(
                "SELECT f.number, f.kind, bm25(found_index, 10.0, 1.0) AS score \
                 FROM found_index JOIN found AS f ON f.number = found_index.rowid \
                 WHERE found_index MATCH {matches} AND {readable}"
            ),
        };
        let kind = window.kind.map(|kind| format!("WHERE kind = {}", asked.value(kind.code())));
        let most = i64::try_from(window.most).unwrap_or(i64::MAX);
        let skip = i64::try_from(window.skip).unwrap_or(i64::MAX);
        let (most, skip) = (asked.value(most), asked.value(skip));
        let sql = format!(
            "WITH hit AS MATERIALIZED ({scored}), best AS (SELECT number, score FROM hit {} \
             ORDER BY score, number LIMIT {most} OFFSET {skip}) \
             SELECT f.kind, f.address, f.title, t.body, best.score AS score, NULL AS of_kind \
             FROM best JOIN found AS f ON f.number = best.number \
             JOIN found_text AS t ON t.number = best.number \
             UNION ALL SELECT kind, '', '', '', NULL, COUNT(*) FROM hit GROUP BY kind",
            kind.unwrap_or_default()
        );
        let statement = Statement::from_sql_and_values(asked.backend, sql, asked.values);
        let mut rows = HitRow::find_by_statement(statement).all(&self.db).await?;
        rows.sort_by(|one, other| {
            one.score.unwrap_or_default().total_cmp(&other.score.unwrap_or_default())
        });
        let mut found = Hits::default();
        for row in rows {
            let kind = Kind::from_code(&row.kind).ok_or_else(|| unknown("kind", &row.kind))?;
            match row.of_kind {
                Some(count) => drop(found.counts.insert(kind, count.unsigned_abs())),
                None => found.hits.push(Hit {
                    kind,
                    address: row.address,
                    title: row.title,
                    text: row.body,
                }),
            }
        }
        Ok(found)
    }

    /// The question that somebody may have meant who made slips: each word that no text has which they may read, replaced by
    /// the nearest that one has. None: there is nothing to mend.
    pub async fn mended(&self, question: &Question) -> Loaded<Option<Question>> {
        let mut better = BTreeMap::new();
        for word in &question.words {
            let alone = Question { words: vec![word.clone()], cut: false };
            let one = Window { most: 1, ..Window::default() };
            if self.find(&alone, Wanted::All, one).await?.total() == 0
                && let Some(meant) = self.meant(word).await?
            {
                better.insert(word.typed.clone(), meant);
            }
        }
        let mended = question.mended(|word| better.get(&word.typed).cloned());
        Ok((!better.is_empty()).then_some(mended))
    }

    /// The word that was meant, as a text has it that who asks may read.
    async fn meant(&self, word: &Word) -> Loaded<Option<String>> {
        let Some(Ends { start, end, letters, slips }) = ends(&word.typed) else { return Ok(None) };
        let begun = |column: found_word::Column, with: &str| {
            let after = format!("{with}\u{10ffff}");
            Condition::all().add(column.gte(with)).add(column.lt(after))
        };
        let like = Condition::any()
            .add(begun(found_word::Column::Plain, &start))
            .add(begun(found_word::Column::Backward, &end));
        let rows = found_word::Entity::find()
            .filter(like)
            .order_by_desc(found_word::Column::Texts)
            .limit(COMPARED)
            .select_only()
            .columns([found_word::Column::Word, found_word::Column::Texts]);
        let near = |word: &str| word.chars().count().abs_diff(letters) <= slips + 1;
        let among: Vec<(String, i64)> = rows.into_tuple().all(&self.db).await?;
        let among = among.into_iter().filter(|(word, _)| near(word)).collect();
        for candidate in nearest(&word.typed, among).into_iter().take(TRIED) {
            let meant = Question::read(&candidate);
            let one = Window { most: 1, ..Window::default() };
            let found = self.find(&meant, Wanted::All, one).await?;
            let read = found.hits.first();
            let here =
                read.and_then(|hit| meant.first_in(&hit.title).or(meant.first_in(&hit.text)));
            if here.is_some() {
                return Ok(here);
            }
        }
        Ok(None)
    }

    /// Whose tools who asks may find. None: everybody's.
    fn tools(&self) -> Option<Vec<Uuid>> {
        let of = |hat: &Hat| match hat {
            Hat::Member(association) => Some(association.0),
            _ => None,
        };
        let hats = self.actor().signed().map(|signed| signed.hats.as_slice()).unwrap_or_default();
        (!opens_all(self.actor())).then(|| hats.iter().filter_map(of).collect())
    }
}

/// A statement in the making.
struct Asked {
    backend: DbBackend,
    values: Vec<Value>,
}

impl Asked {
    fn on(backend: DbBackend) -> Self {
        Self { backend, values: Vec::new() }
    }

    /// Where a value stands in the statement, in the order in which they are asked for.
    fn value(&mut self, value: impl Into<Value>) -> String {
        self.values.push(value.into());
        match self.backend {
            DbBackend::Postgres => format!("${}", self.values.len()),
            _ => format!("?{}", self.values.len()),
        }
    }

    /// What the index is asked, in its own language. Stems are letters and digits: nothing that was typed is an operator.
    fn matches(&mut self, question: &Question, wanted: Wanted) -> String {
        let postgres = self.backend == DbBackend::Postgres;
        let begun = wanted == Wanted::Begun;
        let last = question.words.len().saturating_sub(1);
        let one = |(n, word): (usize, &Word)| {
            let title = if begun { ":A" } else { "" };
            let stem = |stem: &str| {
                if postgres { format!("'{stem}'{title}") } else { format!("\"{stem}\"") }
            };
            let mut any: Vec<String> = word.stems.iter().map(stem).collect();
            if begun && n == last {
                let begins = word.begins();
                any.push(if postgres {
                    format!("'{begins}':*A")
                } else {
                    format!("\"{begins}\"*")
                });
            }
            format!("({})", any.join(if postgres { " | " } else { " OR " }))
        };
        let words: Vec<String> = question.words.iter().enumerate().map(one).collect();
        let matches = words.join(match (wanted, postgres) {
            (Wanted::Any, true) => " | ",
            (Wanted::Any, false) => " OR ",
            (_, true) => " & ",
            (_, false) => " AND ",
        });
        let only = begun && !postgres;
        self.value(if only { format!("title_stems : ({matches})") } else { matches })
    }

    /// What who asks may read.
    fn readable(&mut self, spaces: Vec<Uuid>, tools: Option<Vec<Uuid>>) -> String {
        let spaces = self.among("f.space_id", spaces);
        match tools {
            Some(tools) => format!("{spaces} AND {}", self.among("f.association_id", tools)),
            None => spaces,
        }
    }

    fn among(&mut self, column: &str, ids: Vec<Uuid>) -> String {
        let ids: Vec<String> = ids.into_iter().map(|id| self.value(id)).collect();
        if ids.is_empty() {
            return format!("{column} IS NULL");
        }
        format!("({column} IS NULL OR {column} IN ({}))", ids.join(", "))
    }
}

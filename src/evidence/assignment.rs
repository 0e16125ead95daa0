//! The best one-to-one assignment of rows to columns (Hungarian method, shortest augmenting paths).

/// More rows than this are taken for columns where the columns are fewer.
const MANY: usize = 200;

/// For every row the column that it gets, so that the sum of the gains is largest. Rows may stay without
/// a column: staying so gains nothing, so a pair is only made where it gains more than 0.
/// Costs rows² × columns, or columns² × rows where the rows are very many.
pub fn best(gains: &[Vec<f32>]) -> Vec<Option<usize>> {
    let rows = gains.len();
    let columns = gains.iter().map(Vec::len).max().unwrap_or(0);
    if rows == 0 || columns == 0 {
        return vec![None; rows];
    }
    if rows > MANY && rows > columns {
        let turned: Vec<Vec<f32>> = (0..columns)
            .map(|c| gains.iter().map(|row| gain(row, c)).collect())
            .collect();
        let mut out = vec![None; rows];
        for (c, row) in by_rows(&turned, rows).into_iter().enumerate() {
            if let Some(row) = row {
                out[row] = Some(c);
            }
        }
        return out;
    }
    by_rows(gains, columns)
}

/// What a pair gains; a column that a row does not have is out of the question.
fn gain(row: &[f32], column: usize) -> f32 {
    row.get(column).copied().unwrap_or(f32::MIN / 4.0)
}

/// The same for some rows and columns; costs rows² × columns.
fn by_rows(gains: &[Vec<f32>], columns: usize) -> Vec<Option<usize>> {
    let rows = gains.len();
    // A column of gain 0 for every row stands for "none". Costs are negated gains.
    let width = columns + rows;
    let mut costs = vec![0.0f64; rows * width];
    for (costs, gains) in costs.chunks_exact_mut(width).zip(gains) {
        for (c, cost) in costs[..columns].iter_mut().enumerate() {
            *cost = -f64::from(gain(gains, c));
        }
    }
    let mut u = vec![0.0f64; rows + 1];
    let mut v = vec![0.0f64; width + 1];
    let mut owner = vec![0usize; width + 1];
    let mut least = vec![f64::INFINITY; width + 1];
    let mut from = vec![0usize; width + 1];
    let mut done = vec![false; width + 1];
    // The columns that are done.
    let mut path = Vec::new();
    for row in 1..=rows {
        owner[0] = row;
        let mut column = 0;
        least.fill(f64::INFINITY);
        done.fill(false);
        path.clear();
        loop {
            done[column] = true;
            path.push(column);
            let r = owner[column];
            let (mut delta, mut next) = (f64::INFINITY, 0);
            let costs = costs[(r - 1) * width..r * width].iter();
            let columns = least[1..].iter_mut().zip(&mut from[1..]);
            let columns = costs.zip(&v[1..]).zip(&done[1..]).zip(columns);
            for (c, (((cost, v), done), (least, from))) in columns.enumerate() {
                if *done {
                    continue;
                }
                let reduced = cost - u[r] - v;
                if reduced < *least {
                    *least = reduced;
                    *from = column;
                }
                if *least < delta {
                    delta = *least;
                    next = c + 1;
                }
            }
            for &c in &path {
                u[owner[c]] += delta;
                v[c] -= delta;
            }
            // What is done is not looked at again.
            for least in &mut least {
                *least -= delta;
            }
            column = next;
            if owner[column] == 0 {
                break;
            }
        }
        while column != 0 {
            owner[column] = owner[from[column]];
            column = from[column];
        }
    }
    let mut out = vec![None; rows];
    for c in 1..=columns {
        if owner[c] > 0 {
            out[owner[c] - 1] = Some(c - 1);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gains that look random and are never alike.
    fn gains(rows: usize, columns: usize) -> Vec<Vec<f32>> {
        let one = |r: usize, c: usize| ((r * 7919 + c * 104_729) % 10_007) as f32 / 1000.0 - 3.0;
        (0..rows)
            .map(|r| (0..columns).map(|c| one(r, c)).collect())
            .collect()
    }

    #[test]
    fn rows_may_stay_alone() {
        assert_eq!(best(&[vec![-1.0, 2.0], vec![-1.0, 3.0]]), [None, Some(1)]);
        assert_eq!(best(&[vec![], vec![]]), [None, None]);
    }

    #[test]
    fn turning_many_rows_into_columns_finds_as_much() {
        let gains = gains(MANY + 50, 20);
        let sum = |partner: Vec<Option<usize>>| -> f64 {
            let pairs = partner.iter().enumerate();
            pairs
                .filter_map(|(r, c)| c.map(|c| f64::from(gains[r][c])))
                .sum()
        };
        let (turned, straight) = (sum(best(&gains)), sum(by_rows(&gains, 20)));
        assert!((turned - straight).abs() < 1e-3, "{turned} {straight}");
    }
}

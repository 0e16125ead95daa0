//! The best one-to-one assignment of rows to columns (Hungarian method, shortest augmenting paths).

/// For every row the column that it gets, so that the sum of the gains is largest. Rows may stay without
/// a column: staying so gains nothing, so a pair is only made where it gains more than 0.
/// Costs rows² × columns.
pub fn best(gains: &[Vec<f32>]) -> Vec<Option<usize>> {
    let rows = gains.len();
    let columns = gains.iter().map(Vec::len).max().unwrap_or(0);
    if rows == 0 || columns == 0 {
        return vec![None; rows];
    }
    // A column of gain 0 for every row stands for "none". Costs are negated gains.
    let width = columns + rows;
    let cost = |r: usize, c: usize| -> f64 {
        if c < columns {
            -f64::from(gains[r].get(c).copied().unwrap_or(f32::MIN / 4.0))
        } else {
            0.0
        }
    };
    let mut u = vec![0.0f64; rows + 1];
    let mut v = vec![0.0f64; width + 1];
    let mut owner = vec![0usize; width + 1];
    for row in 1..=rows {
        owner[0] = row;
        let mut column = 0;
        let mut least = vec![f64::INFINITY; width + 1];
        let mut from = vec![0usize; width + 1];
        let mut done = vec![false; width + 1];
        loop {
            done[column] = true;
            let r = owner[column];
            let (mut delta, mut next) = (f64::INFINITY, 0);
            for c in 1..=width {
                if done[c] {
                    continue;
                }
                let reduced = cost(r - 1, c - 1) - u[r] - v[c];
                if reduced < least[c] {
                    least[c] = reduced;
                    from[c] = column;
                }
                if least[c] < delta {
                    delta = least[c];
                    next = c;
                }
            }
            for c in 0..=width {
                if done[c] {
                    u[owner[c]] += delta;
                    v[c] -= delta;
                } else {
                    least[c] -= delta;
                }
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

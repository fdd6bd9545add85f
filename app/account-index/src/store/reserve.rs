//! Growth of columns by an eighth.

/// Smallest growth, in elements.
const MIN_GROWTH: usize = 1_024;

/// Reserves `additional` elements, growing by 1/8. Doubling, as [`Vec::reserve`] does it, could
/// hold twice the memory that a million accounts need, and WebAssembly memory never shrinks.
pub(super) fn reserve_amortized<T>(column: &mut Vec<T>, additional: usize) -> &mut Vec<T> {
    if column.len() + additional > column.capacity() {
        column.reserve_exact(additional.max(MIN_GROWTH).max(column.len() / 8));
    }
    column
}

//! SIMD comparison of a block of 64 bytes with one or two bytes.

use wide::u8x16;

/// Bytes compared together: as many as a mask has bits.
pub(super) const BLOCK: usize = u64::BITS as usize;

/// A block and the byte after it, which the second byte of a pair may be.
pub(super) type Block = [u8; BLOCK + 1];

/// Returns the offsets from `start` at which one or two bytes begin, in a block of up to 64 bytes.
#[inline]
pub(super) fn match_mask(text: &[u8], start: usize, bytes: &[u8]) -> u64 {
    let rest = text.get(start..).unwrap_or_default();
    if let Some(block) = rest.first_chunk() {
        return match_mask_in(block, bytes);
    }
    let mut block: Block = [0; BLOCK + 1];
    block[..rest.len()].copy_from_slice(rest);
    // The padding must not match.
    let valid = (rest.len() + 1).saturating_sub(bytes.len()) as u32;
    match_mask_in(&block, bytes) & !u64::MAX.unbounded_shl(valid)
}

/// As [`match_mask`], for a full block.
#[inline]
pub(super) fn match_mask_in(block: &Block, bytes: &[u8]) -> u64 {
    let lanes_equal = |offset: usize, byte: u8| {
        let vector = block[offset..].first_chunk().map_or(u8x16::default(), |bytes| u8x16::new(*bytes));
        vector.simd_eq(u8x16::splat(byte))
    };
    let mask_at = |offset: usize| {
        let lanes = match *bytes {
            [first, second, ..] => lanes_equal(offset, first) & lanes_equal(offset + 1, second),
            [first] => lanes_equal(offset, first),
            [] => u8x16::splat(u8::MAX),
        };
        u64::from(lanes.to_bitmask())
    };
    (0..BLOCK).step_by(16).rev().fold(0, |mask, offset| mask << 16 | mask_at(offset))
}

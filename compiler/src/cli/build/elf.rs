//! Whether a program can start on Lambda: its processor, and the C library that it asks for.

use crate::cfn::lambda::Architecture;
use object::elf::{EM_AARCH64, EM_X86_64, FileHeader64};
use object::endian::Endianness;
use object::read::elf::FileHeader;

/// The version of the C library that `provided.al2023` has
/// (<https://docs.aws.amazon.com/linux/al2023/ug/glibc-gcc-and-binutils.html>).
pub const GLIBC: &str = "2.34";

/// Why a program cannot start on Lambda.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Misfit {
    /// It is no program for Linux that can be read.
    Unreadable(String),
    /// It is for another processor.
    Processor,
    /// It asks for these versions of the C library, which are newer.
    Library(Vec<String>),
}

/// Looks for what would keep a program from starting.
pub fn check(program: &[u8], architecture: Architecture) -> Result<(), Misfit> {
    let unreadable = |error: object::Error| Misfit::Unreadable(error.to_string());
    let header = FileHeader64::<Endianness>::parse(program).map_err(unreadable)?;
    let endian = header.endian().map_err(unreadable)?;
    let machine = match architecture {
        Architecture::X8664 => EM_X86_64,
        Architecture::Arm64 => EM_AARCH64,
    };
    if header.e_machine(endian) != machine {
        return Err(Misfit::Processor);
    }
    let versions = versions(header, endian, program).map_err(unreadable)?;
    let newer: Vec<String> = versions.into_iter().filter(|it| !is_there(it)).collect();
    if newer.is_empty() { Ok(()) } else { Err(Misfit::Library(newer)) }
}

/// The versions that a program asks of its libraries, `GLIBC_2.34`.
fn versions(
    header: &FileHeader64<Endianness>,
    endian: Endianness,
    program: &[u8],
) -> object::Result<Vec<String>> {
    let sections = header.sections(endian, program)?;
    let Some((mut libraries, link)) = sections.gnu_verneed(endian, program)? else { return Ok(Vec::new()) };
    let strings = sections.strings(endian, program, link)?;
    let mut found = Vec::new();
    while let Some((_, mut versions)) = libraries.next()? {
        while let Some(version) = versions.next()? {
            found.push(String::from_utf8_lossy(version.name(endian, strings)?).into_owned());
        }
    }
    Ok(found)
}

/// Whether Lambda's C library has a version; those of other libraries are older than any of its systems. A version
/// without a number, `GLIBC_ABI_DT_RELR`, came later.
fn is_there(version: &str) -> bool {
    let Some(version) = version.strip_prefix("GLIBC_") else { return true };
    numbers(version).is_some_and(|it| Some(it) <= numbers(GLIBC))
}

fn numbers(version: &str) -> Option<Vec<u32>> {
    version.split('.').map(|it| it.parse().ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::{Misfit, check};
    use crate::cfn::lambda::Architecture::{self, Arm64, X8664};

    const X86_64: u16 = 62;
    const AARCH64: u16 = 183;

    /// A program of two sections: the versions that it asks of one library, and the texts that name them.
    fn program(machine: u16, versions: &[&str]) -> Vec<u8> {
        let (mut texts, mut asked) = (b"\0libc.so.6\0".to_vec(), Vec::new());
        asked.extend(half(&[1, versions.len() as u16]));
        asked.extend(word(&[1, 16, 0]));
        for (index, version) in versions.iter().enumerate() {
            let next = if index + 1 < versions.len() { 16 } else { 0 };
            asked.extend(word(&[0]));
            asked.extend(half(&[0, index as u16 + 2]));
            asked.extend(word(&[texts.len() as u32, next]));
            texts.extend(version.bytes().chain([0]));
        }
        let (texts_at, asked_at) = (64, 64 + texts.len() as u64);
        let sections_at = asked_at + asked.len() as u64;
        let mut bytes = b"\x7fELF\x02\x01\x01".to_vec();
        bytes.resize(16, 0);
        bytes.extend(half(&[3, machine]));
        bytes.extend(word(&[1]));
        bytes.extend(long(&[0, 0, sections_at]));
        bytes.extend(word(&[0]));
        bytes.extend(half(&[64, 56, 0, 64, 3, 1]));
        bytes.extend(texts.iter().chain(&asked));
        bytes.extend([0; 64]);
        bytes.extend(section(3, [texts_at, texts.len() as u64], [0, 0]));
        bytes.extend(section(0x6fff_fffe, [asked_at, asked.len() as u64], [1, 1]));
        bytes
    }

    fn section(kind: u32, place: [u64; 2], link: [u32; 2]) -> Vec<u8> {
        [word(&[0, kind]), long(&[0, 0]), long(&place), word(&link), long(&[1, 0])].concat()
    }

    fn half(values: &[u16]) -> Vec<u8> {
        values.iter().flat_map(|it| it.to_le_bytes()).collect()
    }

    fn word(values: &[u32]) -> Vec<u8> {
        values.iter().flat_map(|it| it.to_le_bytes()).collect()
    }

    fn long(values: &[u64]) -> Vec<u8> {
        values.iter().flat_map(|it| it.to_le_bytes()).collect()
    }

    #[test]
    fn a_program_that_asks_for_a_newer_library_is_found() {
        let check = |versions: &[&str], newer: &[&str]| {
            let newer: Vec<String> = newer.iter().map(|it| (*it).to_owned()).collect();
            let expected = if newer.is_empty() { Ok(()) } else { Err(Misfit::Library(newer)) };
            assert_eq!(check(&program(X86_64, versions), X8664), expected);
        };
        check(&[], &[]);
        check(&["GLIBC_2.2.5", "GLIBC_2.9", "GLIBC_2.34", "GCC_3.0"], &[]);
        check(&["GLIBC_2.34", "GLIBC_2.35"], &["GLIBC_2.35"]);
        check(&["GLIBC_2.38", "GLIBC_2.4", "GLIBC_2.100"], &["GLIBC_2.38", "GLIBC_2.100"]);
        check(&["GLIBC_2.34.1"], &["GLIBC_2.34.1"]);
        check(&["GLIBC_3"], &["GLIBC_3"]);
        check(&["GLIBC_ABI_DT_RELR"], &["GLIBC_ABI_DT_RELR"]);
    }

    #[test]
    fn a_program_for_another_processor_is_found() {
        let check = |machine: u16, architecture: Architecture, expected: Result<(), Misfit>| {
            assert_eq!(check(&program(machine, &["GLIBC_2.17"]), architecture), expected);
        };
        check(X86_64, X8664, Ok(()));
        check(AARCH64, Arm64, Ok(()));
        check(X86_64, Arm64, Err(Misfit::Processor));
        check(AARCH64, X8664, Err(Misfit::Processor));
    }

    #[test]
    fn what_is_no_program_is_found_wherever_it_ends() {
        let whole = program(X86_64, &["GLIBC_2.34"]);
        for length in 0..whole.len() {
            let found = check(&whole[..length], X8664);
            assert!(matches!(found, Err(Misfit::Unreadable(_))), "the first {length} bytes: {found:?}");
        }
        assert!(matches!(check(b"#!/bin/sh\n", X8664), Err(Misfit::Unreadable(_))));
    }
}

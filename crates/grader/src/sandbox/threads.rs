//! Counts the threads of this process: only a process with a single thread may fork or change its
//! environment.

use std::thread;
use std::time::Duration;

/// How often the threads are counted, with this pause between, before several are believed.
const LOOKS: usize = 25;
const PAUSE: Duration = Duration::from_millis(2);

/// Whether the calling thread is the only one; nothing where the system does not say. What is the
/// only one stays so until it starts another.
#[doc(hidden)]
pub fn is_only_thread() -> Option<bool> {
    for _ in 0..LOOKS {
        if count()? == 1 {
            return Some(true);
        }
        // The system lists a thread for a moment after it was joined.
        thread::sleep(PAUSE);
    }
    Some(false)
}

#[cfg(any(target_os = "linux", target_os = "android"))]
fn count() -> Option<usize> {
    Some(std::fs::read_dir("/proc/self/task").ok()?.count())
}

#[cfg(target_os = "macos")]
#[allow(unsafe_code)]
fn count() -> Option<usize> {
    use nix::libc::{PROC_PIDTASKINFO, c_int, getpid, proc_pidinfo, proc_taskinfo};
    let mut info = std::mem::MaybeUninit::<proc_taskinfo>::uninit();
    let size = size_of::<proc_taskinfo>() as c_int;
    // SAFETY: The system writes at most `size` bytes to `info`, which has as many.
    let written = unsafe {
        proc_pidinfo(
            getpid(),
            PROC_PIDTASKINFO,
            0,
            info.as_mut_ptr().cast(),
            size,
        )
    };
    // SAFETY: All of it was written.
    (written == size).then(|| unsafe { info.assume_init() }.pti_threadnum as usize)
}

#[cfg(not(any(target_os = "linux", target_os = "android", target_os = "macos")))]
fn count() -> Option<usize> {
    None
}

//! The folders of files: those that are whole, and those on their way from an agent's device.

use domain::ids::MediaId;
use std::io;
use std::path::{Path, PathBuf};
use tokio::fs;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

/// Where files lie: `media/<two digits>/<id>` in the data folder; parts of uploads in `uploads/<id>`.
#[derive(Clone, Debug)]
pub struct MediaFiles {
    folder: PathBuf,
    uploads: PathBuf,
}

impl MediaFiles {
    /// Files in a data folder. It need not exist yet.
    #[must_use]
    pub fn in_folder(data_dir: &Path) -> Self {
        Self {
            folder: data_dir.join("media"),
            uploads: data_dir.join("uploads"),
        }
    }

    /// Where a file lies.
    #[must_use]
    pub fn path(&self, id: MediaId) -> PathBuf {
        let name = id.to_string();
        // The last digits are random; the first ones tell the time and would fill one folder after the other.
        self.folder.join(&name[name.len() - 2..]).join(name)
    }

    /// Begins to write a file. It is there under its name only after [`NewFile::keep`].
    ///
    /// # Errors
    /// The disk refuses.
    pub async fn create(&self, id: MediaId) -> io::Result<NewFile> {
        let path = self.path(id);
        let part = path.with_extension("part");
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).await?;
        }
        let file = fs::File::create(&part).await?;
        Ok(NewFile {
            file,
            part,
            path,
            is_kept: false,
        })
    }

    /// Removes a file and what was uploaded of it; what is not there is removed already.
    ///
    /// # Errors
    /// The disk refuses.
    pub async fn remove(&self, id: MediaId) -> io::Result<()> {
        for path in [self.path(id), self.upload(id)] {
            match fs::remove_file(path).await {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
        }
        Ok(())
    }

    /// Where the part of an upload lies that is here.
    fn upload(&self, id: MediaId) -> PathBuf {
        self.uploads.join(id.to_string())
    }

    /// How much of an upload is here, in bytes.
    ///
    /// # Errors
    /// The disk refuses.
    pub async fn uploaded(&self, id: MediaId) -> io::Result<u64> {
        match fs::metadata(self.upload(id)).await {
            Ok(found) => Ok(found.len()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(0),
            Err(error) => Err(error),
        }
    }

    /// Adds a slice to an upload, durably: whole, or not at all.
    ///
    /// # Errors
    /// The disk refuses.
    pub async fn add_slice(&self, id: MediaId, offset: u64, slice: &[u8]) -> io::Result<()> {
        fs::create_dir_all(&self.uploads).await?;
        let mut options = fs::File::options();
        let mut file = options.append(true).create(true).open(self.upload(id)).await?;
        let written = async {
            file.write_all(slice).await?;
            file.flush().await?;
            file.sync_data().await
        };
        let written = written.await;
        if written.is_err() {
            // A part of a slice is worse than none: the device would go on in the middle of it.
            file.set_len(offset).await?;
        }
        written
    }

    /// How large a whole file is, in bytes; `None`: it is not there.
    ///
    /// # Errors
    /// The disk refuses.
    pub async fn size(&self, id: MediaId) -> io::Result<Option<u64>> {
        match fs::metadata(self.path(id)).await {
            Ok(found) => Ok(Some(found.len())),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// The first bytes of an upload, or of the file that it has become.
    ///
    /// # Errors
    /// The disk refuses.
    pub async fn start(&self, id: MediaId, length: usize) -> io::Result<Vec<u8>> {
        let file = match fs::File::open(self.upload(id)).await {
            Err(error) if error.kind() == io::ErrorKind::NotFound => fs::File::open(self.path(id)).await?,
            file => file?,
        };
        let mut start = Vec::with_capacity(length);
        file.take(length as u64).read_to_end(&mut start).await?;
        Ok(start)
    }

    /// Makes a whole upload a file. One that was made before stays.
    ///
    /// # Errors
    /// The disk refuses.
    pub async fn keep_upload(&self, id: MediaId) -> io::Result<PathBuf> {
        let (part, path) = (self.upload(id), self.path(id));
        if fs::try_exists(&path).await? {
            return Ok(path);
        }
        put_in_place(&part, &path).await?;
        Ok(path)
    }
}

/// Gives a file that is whole its name, durably.
async fn put_in_place(part: &Path, path: &Path) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder).await?;
    fs::rename(part, path).await?;
    // The name is durable when its folder is.
    fs::File::open(folder).await?.sync_all().await
}

/// A file that is being written. Dropped before [`NewFile::keep`] it leaves nothing.
#[derive(Debug)]
pub struct NewFile {
    file: fs::File,
    part: PathBuf,
    path: PathBuf,
    is_kept: bool,
}

impl NewFile {
    /// Writes the next bytes.
    ///
    /// # Errors
    /// The disk refuses.
    pub async fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.file.write_all(bytes).await
    }

    /// Makes it durable under its name.
    ///
    /// # Errors
    /// The disk refuses.
    pub async fn keep(mut self) -> io::Result<PathBuf> {
        self.file.flush().await?;
        self.file.sync_all().await?;
        put_in_place(&self.part, &self.path).await?;
        self.is_kept = true;
        Ok(self.path.clone())
    }
}

impl Drop for NewFile {
    fn drop(&mut self) {
        if !self.is_kept {
            let _ = std::fs::remove_file(&self.part);
        }
    }
}

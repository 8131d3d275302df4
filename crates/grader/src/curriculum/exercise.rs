//! The exercises, in the order of the curriculum.

/// One exercise: a function that the learner writes.
#[derive(Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Exercise {
    /// The function's name; stable for ever.
    pub id: &'static str,
    /// The file to edit, from the root of the repository.
    pub file: &'static str,
    /// The chapter that teaches it: the stem of its page and notebook.
    pub chapter: &'static str,
    /// Names of the function's arguments, in order.
    pub arguments: &'static [&'static str],
}

impl Exercise {
    const fn new(
        id: &'static str,
        file: &'static str,
        chapter: &'static str,
        arguments: &'static [&'static str],
    ) -> Self {
        Self {
            id,
            file,
            chapter,
            arguments,
        }
    }

    /// The exercise of that id.
    ///
    /// # Examples
    /// ```
    /// # use grader::Exercise;
    /// assert_eq!(Exercise::find("em").unwrap().file, "exercises/src/em.rs");
    /// assert!(Exercise::find("fm").is_none());
    /// ```
    pub fn find(id: &str) -> Option<&'static Self> {
        EXERCISES.iter().find(|exercise| exercise.id == id)
    }

    /// Number of the chapter, as it stands in its name: `07` of `07-m-step`.
    pub fn chapter_number(&self) -> &'static str {
        self.chapter.split('-').next().unwrap_or(self.chapter)
    }
}

const NORMAL: &str = "exercises/src/normal.rs";
const ONE_DIMENSION: &str = "exercises/src/one_dimension.rs";
const LOG_GAUSSIAN: &str = "exercises/src/log_gaussian.rs";
const KMEANS: &str = "exercises/src/kmeans.rs";
const LOG_LIKELIHOOD: &str = "exercises/src/log_likelihood.rs";
const E_STEP: &str = "exercises/src/e_step.rs";
const M_STEP: &str = "exercises/src/m_step.rs";
const EM: &str = "exercises/src/em.rs";
const MODEL_SELECTION: &str = "exercises/src/model_selection.rs";

/// All exercises, in the order of the curriculum.
#[rustfmt::skip]
pub const EXERCISES: [Exercise; 17] = [
    Exercise::new("gaussian_pdf", NORMAL, "01-mixture", &["x", "mean", "std_dev"]),
    Exercise::new("mixture_pdf", NORMAL, "01-mixture", &["x", "weights", "means", "std_devs"]),
    Exercise::new("responsibilities_1d", ONE_DIMENSION, "02-basic-steps", &["data", "weights", "means", "std_devs"]),
    Exercise::new("update_1d", ONE_DIMENSION, "02-basic-steps", &["data", "resp"]),
    Exercise::new("log_gaussian", LOG_GAUSSIAN, "03-covariance", &["x", "mean", "covariance"]),
    Exercise::new("assign_clusters", KMEANS, "04-kmeans", &["data", "centers"]),
    Exercise::new("update_centers", KMEANS, "04-kmeans", &["data", "labels", "centers"]),
    Exercise::new("log_sum_exp", LOG_LIKELIHOOD, "05-log-likelihood", &["z"]),
    Exercise::new("log_likelihood", LOG_LIKELIHOOD, "05-log-likelihood", &["data", "weights", "means", "covariances"]),
    Exercise::new("compute_responsibilities", E_STEP, "06-e-step", &["data", "weights", "means", "covariances"]),
    Exercise::new("compute_soft_counts", M_STEP, "07-m-step", &["resp"]),
    Exercise::new("compute_weights", M_STEP, "07-m-step", &["counts"]),
    Exercise::new("compute_means", M_STEP, "07-m-step", &["data", "resp", "counts"]),
    Exercise::new("compute_covariances", M_STEP, "07-m-step", &["data", "resp", "counts", "means"]),
    Exercise::new("em", EM, "08-em", &["data", "init_means", "init_covariances", "init_weights", "max_iter", "tol"]),
    Exercise::new("count_parameters", MODEL_SELECTION, "11-choosing-k", &["n_components", "n_features"]),
    Exercise::new("bic", MODEL_SELECTION, "11-choosing-k", &["log_likelihood", "n_parameters", "n_samples"]),
];

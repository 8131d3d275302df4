//! The exercises, in the order of the curriculum.

use crate::language::Text;

/// The one table of exercises. Calls `$with!` with a row for each, in the order of the curriculum:
/// `function(arguments) in file of "chapter": "title", "标题";`.
///
/// # Examples
/// ```
/// macro_rules! ids {
///     ($($id:ident($($argument:ident),*) in $file:ident of $chapter:literal: $en:literal, $zh:literal;)*) => {
///         [$(stringify!($id)),*]
///     };
/// }
/// assert_eq!(grader::for_each_exercise!(ids)[14], "em");
/// ```
#[macro_export]
macro_rules! for_each_exercise {
    ($with:ident) => {
        $with! {
            gaussian_pdf(x, mean, std_dev) in normal of "01-mixture": "a normal density", "正态分布的密度";
            mixture_pdf(x, weights, means, std_devs) in normal of "01-mixture": "the density of a mixture", "混合分布的密度";
            responsibilities_1d(data, weights, means, std_devs) in one_dimension of "02-basic-steps": "responsibilities in one dimension", "一维责任度";
            update_1d(data, resp) in one_dimension of "02-basic-steps": "weights, means and standard deviations in one dimension", "一维的权重、均值和标准差";
            log_gaussian(x, mean, covariance) in log_gaussian of "03-covariance": "the logarithm of a normal density", "正态密度的对数";
            assign_clusters(data, centers) in kmeans of "04-kmeans": "the nearest center of each sample", "每个样本最近的中心";
            update_centers(data, labels, centers) in kmeans of "04-kmeans": "the mean of each cluster", "每个簇的均值";
            log_sum_exp(z) in log_likelihood of "05-log-likelihood": "the logarithm of a sum of exponentials", "指数之和的对数";
            log_likelihood(data, weights, means, covariances) in log_likelihood of "05-log-likelihood": "the log-likelihood of the data", "数据的对数似然";
            compute_responsibilities(data, weights, means, covariances) in e_step of "06-e-step": "responsibilities, the E-step", "责任度（E 步）";
            compute_soft_counts(resp) in m_step of "07-m-step": "soft counts", "软计数";
            compute_weights(counts) in m_step of "07-m-step": "weights", "权重";
            compute_means(data, resp, counts) in m_step of "07-m-step": "means", "均值";
            compute_covariances(data, resp, counts, means) in m_step of "07-m-step": "covariances", "协方差";
            em(data, init_means, init_covariances, init_weights, max_iter, tol) in em of "08-em": "the EM algorithm", "EM 算法";
            count_parameters(n_components, n_features) in model_selection of "11-choosing-k": "the number of free parameters", "自由参数的个数";
            bic(log_likelihood, n_parameters, n_samples) in model_selection of "11-choosing-k": "the Bayesian information criterion", "贝叶斯信息准则（BIC）";
        }
    };
}

/// One exercise: a function that the learner writes.
#[derive(Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Exercise {
    /// The function's name; it never changes.
    pub id: &'static str,
    /// What the function computes, in a few words.
    pub title: Text,
    /// The file to edit, from the root of the repository.
    pub file: &'static str,
    /// The chapter that teaches it: the stem of its page and notebook.
    pub chapter: &'static str,
    /// Names of the function's arguments, in order.
    pub arguments: &'static [&'static str],
}

impl Exercise {
    /// The exercise with this id.
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

    /// The chapter's number, taken from its name: `07` of `07-m-step`.
    pub fn chapter_number(&self) -> &'static str {
        self.chapter.split('-').next().unwrap_or(self.chapter)
    }
}

macro_rules! exercises {
    ($($id:ident($($argument:ident),*) in $file:ident of $chapter:literal: $en:literal, $zh:literal;)*) => {
        /// All exercises, in the order of the curriculum.
        pub static EXERCISES: [Exercise; [$(stringify!($id)),*].len()] = [$(Exercise {
            id: stringify!($id),
            title: Text::new($en, $zh),
            file: concat!("exercises/src/", stringify!($file), ".rs"),
            chapter: $chapter,
            arguments: &[$(stringify!($argument)),*],
        }),*];
    };
}
crate::for_each_exercise!(exercises);
